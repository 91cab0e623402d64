using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Results;
using FlashFlow.Bench.Scenarios;
using FlashFlow.Load;

namespace FlashFlow.Bench;

/// <summary>Measures how throughput changes as one thing grows: connections, stock, products, fronts.</summary>
internal sealed class GrowthRuns(BenchEngine engine, BenchOptions options, BenchLog log)
{
    private const int Runs = 3;
    private const string ManyProducts = "many-products";
    private static readonly int[] ConnectionCounts = [10, 100, 1_000, 10_000];
    private static readonly int[] Stocks = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    private static readonly int[] ProductCounts = [1, 10, 100, 1_000];
    private static readonly int[] FrontCounts = [1, 2, 4];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    // As many as the bench was asked for, but no more than tell a median.
    private int RunsPerPoint => Math.Min(options.Runs, Runs);

    /// <summary>Draws all curves.</summary>
    public async Task<IReadOnlyList<GrowthCurve>> RunAsync(CancellationToken cancellation) =>
    [
        await CurveAsync("connections", BenchItems.Accepted, ConnectionCounts, ByConnectionsAsync, cancellation),
        await CurveAsync("stock", "mixed", Stocks, ByStockAsync, cancellation),
        await CurveAsync("products", ManyProducts, ProductCounts, ByProductsAsync, cancellation),
        await CurveAsync("fronts", BenchItems.Accepted, FrontCounts, ByFrontsAsync, cancellation),
    ];

    private async Task<GrowthCurve> CurveAsync(
        string what, string scenario, int[] sizes, Func<int, CancellationToken, Task<GrowthPoint>> measureAsync, CancellationToken cancellation)
    {
        var points = new List<GrowthPoint>();
        foreach (var size in sizes)
        {
            points.Add(await measureAsync(size, cancellation));
            engine.Fleet.Check();
            log.Tell($"{scenario} with {size:N0} {what}: {points[^1].PerSecond:N0} a second, p99 {points[^1].P99:N1} ms");
        }

        return new(what, scenario, points);
    }

    private Task<GrowthPoint> ByConnectionsAsync(int connections, CancellationToken cancellation) =>
        CrowdAsync(connections, [engine.Fleet.Front], connections, cancellation);

    private async Task<GrowthPoint> ByFrontsAsync(int fronts, CancellationToken cancellation)
    {
        string[] more = [.. Enumerable.Range(2, fronts - 1).Select(number => $"front-{number}")];
        await engine.Fleet.StartAsync(more, cancellation);
        var point = await CrowdAsync(fronts, [.. Enumerable.Range(1, fronts).Select(engine.Fleet.FrontAt)], options.Connections, cancellation);
        await engine.Fleet.EndAsync(more, cancellation);
        return point;
    }

    private Task<GrowthPoint> ByStockAsync(int stock, CancellationToken cancellation) =>
        ScenarioAsync(stock, new DemoScenario("mixed", engine, stock), cancellation);

    private Task<GrowthPoint> ByProductsAsync(int products, CancellationToken cancellation) =>
        ScenarioAsync(products, new ManyProductsScenario(ManyProducts, engine, products), cancellation);

    private async Task<GrowthPoint> ScenarioAsync(int size, Scenario scenario, CancellationToken cancellation)
    {
        var generator = new OwnGenerator();
        await BenchWarmUp.RunAsync(scenario, engine with { Generator = generator }, cancellation);
        var runs = new List<ScenarioRun>();
        for (var run = 0; run < RunsPerPoint; run++)
        {
            var load = await scenario.PrepareAsync(cancellation);
            runs.Add(await generator.RunAsync(load, scenario.Counts, engine.Connections, options.Duration, cancellation));
            await scenario.SettleAsync(cancellation);
        }

        return new(size, Median(runs.Select(run => run.PerSecond)), Median(runs.Select(run => run.Latency.P99 ?? 0)));
    }

    private async Task<GrowthPoint> CrowdAsync(int size, IReadOnlyList<Uri> fronts, int connections, CancellationToken cancellation)
    {
        var scenario = new DemoScenario(BenchItems.Accepted, engine, BenchSales.Plenty);
        var load = await scenario.PrepareAsync(cancellation);
        using var crowd = new CrowdLoad(load with { Connections = connections, Grace = Grace }, fronts);
        crowd.Connect(cancellation);
        await BenchWarmUp.RunAsync(async () => (await crowd.RunAsync(Settling, cancellation)).PerSecond(202));
        var runs = new List<OpenLoadReport>();
        for (var run = 0; run < RunsPerPoint; run++)
        {
            await scenario.SettleAsync(cancellation);
            runs.Add(await crowd.RunAsync(options.Duration, cancellation));
        }

        await scenario.SettleAsync(cancellation);
        return new(
            size,
            Median(runs.Select(run => run.PerSecond(202))),
            Median(runs.Select(run => run.Latency.TryGetValue(202, out var latency) ? latency.P99.TotalMilliseconds : 0)));
    }

    private static double Median(IEnumerable<double> values) => Statistics.Median([.. values]);
}
