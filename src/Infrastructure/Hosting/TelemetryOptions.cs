using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>What is recorded of traces where telemetry is exported. Section <c>FlashFlow:Telemetry</c>.</summary>
public sealed record TelemetryOptions
{
    /// <summary>One of so many calls of shoppers is traced; 1: each. Operators' calls and failed calls are traced besides.</summary>
    [Range(1, 1_000_000_000)]
    public int SampleOneIn { get; init; } = 4_096;
}
