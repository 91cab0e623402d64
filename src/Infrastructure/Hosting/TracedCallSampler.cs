using System.Diagnostics;
using FlashFlow.Core;
using OpenTelemetry.Trace;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>
/// Lets a trace begin with a call over HTTP alone, which the front has chosen to record before it made the span. What has no such call
/// behind it, such as the watch over the ledgers, leaves no spans.
/// </summary>
internal sealed class TracedCallSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(IsCall(samplingParameters) ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    private static bool IsCall(in SamplingParameters parameters) =>
        parameters.Kind == ActivityKind.Server && parameters.Tags?.Any(tag => tag.Key == Telemetry.HttpMethod) == true;
}
