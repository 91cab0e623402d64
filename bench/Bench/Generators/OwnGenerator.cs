using FlashFlow.Bench.Results;
using FlashFlow.Load;

namespace FlashFlow.Bench.Generators;

/// <summary>The generator of these tools: one thread in this process.</summary>
internal sealed class OwnGenerator : IGenerator
{
    public string Name => "own";

    public bool SendsDifferentRequests => true;

    public async Task<ScenarioRun> RunAsync(
        LoadOptions load, Func<int, bool> counts, int connections, TimeSpan duration, CancellationToken cancellation)
    {
        var report = await LoadGenerator.RunAsync(load with { Connections = connections, Duration = duration }, cancellation: cancellation);
        return new(
            report.StatusCounts.Where(status => counts(status.Key)).Sum(status => status.Value) / Math.Max(report.Seconds, duration.TotalSeconds),
            Milliseconds(report.Latency),
            report.StatusCounts,
            report.ErrorCount,
            report.ProcessorTime / report.Elapsed);
    }

    /// <summary>Latencies as results keep them.</summary>
    public static Latency Milliseconds(LatencyReport latency) => new(
        latency.P50.TotalMilliseconds,
        latency.P90.TotalMilliseconds,
        latency.P99.TotalMilliseconds,
        latency.P999.TotalMilliseconds,
        latency.Max.TotalMilliseconds);
}
