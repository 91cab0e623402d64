using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Results;
using FlashFlow.Bench.Scenarios;
using FlashFlow.Load;

namespace FlashFlow.Bench;

/// <summary>Measures latency at constant rates, shares of the throughput measured before.</summary>
internal sealed class OpenLoopRuns(BenchOptions options, BenchLog log)
{
    private const int LeastConnections = 200;
    private const int MostConnections = 10_000;
    private const double Reserve = 4;
    private static readonly int[] Percents = [25, 50, 75, 90];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly double Longest = 0.1;

    /// <summary>Goes through the rates, from low to high.</summary>
    public async Task<IReadOnlyList<OpenLoopResult>> RunAsync(Scenario scenario, ScenarioResult measured, CancellationToken cancellation)
    {
        var results = new List<OpenLoopResult>();
        foreach (var percent in Percents)
        {
            var result = await RunAsync(scenario, percent, Rate(measured, percent), LatencyOf(measured), cancellation);
            log.Tell($"{scenario.Name} at {percent} %: {result.OfferedPerSecond:N0} a second offered, {result.AnsweredPerSecond:N0} answered, "
                + $"p50 {result.Latency.P50:N1} ms, p99 {result.Latency.P99:N1} ms, max {result.Latency.Max:N1} ms");
            results.Add(result);
        }

        return results;
    }

    /// <summary>Requests per second at a share of what was measured; at least one.</summary>
    public static double Rate(ScenarioResult measured, int percent) => Math.Max(1, measured.Median * percent / 100);

    /// <summary>How many connections an open loop needs: what is on its way at that rate and latency (Little's law), with a reserve.</summary>
    public static int Connections(double perSecond, double seconds) =>
        (int)Math.Clamp(Math.Ceiling(perSecond * seconds * Reserve), LeastConnections, MostConnections);

    private async Task<OpenLoopResult> RunAsync(Scenario scenario, int percent, double rate, double latency, CancellationToken cancellation)
    {
        var load = await scenario.PrepareAsync(cancellation);
        using var open = new OpenLoad(load with { Connections = Connections(rate, latency) });
        open.Connect(cancellation);
        OpenLoadStage[] stages = [new("settling", rate, Settling), new("measured", rate, options.Duration)];
        var report = (await open.RunAsync(stages, observer: null, whenBegins: null, cancellation))[1];
        await scenario.SettleAsync(cancellation);
        return ToResult(scenario, percent, report);
    }

    private static OpenLoopResult ToResult(Scenario scenario, int percent, OpenLoadReport report)
    {
        var (counted, others) = (report.StatusCounts.Keys.Where(scenario.Counts).ToArray(), report.StatusCounts.Keys.Where(status => !scenario.Counts(status)).ToArray());
        var latency = counted.Length == 1 ? OwnGenerator.Milliseconds(report.Latency[counted[0]]) : new(null, null, null, null, null);
        return new(
            scenario.Name,
            percent,
            report.Stage.PerSecond,
            counted.Sum(report.PerSecond),
            report.NotSent,
            report.Unanswered + report.Errors.Values.Sum() + others.Sum(report.Count),
            latency);
    }

    // What a hundredth of the answers took at most while the engine had all it could do.
    private static double LatencyOf(ScenarioResult measured) =>
        measured.Runs.Max(run => run.Latency.P99) is { } milliseconds ? milliseconds / 1_000 : Longest;
}
