using FlashFlow.Bench.Results;
using FlashFlow.Load;

namespace FlashFlow.Bench;

/// <summary>Watches memory while buys are accepted for a long time.</summary>
internal sealed class SteadyRun(BenchEngine engine, BenchOptions options, BenchLog log)
{
    private const int Stock = 100_000_000;
    private const int Accepted = 202;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);

    /// <summary>Buys all the time, and looks once a second.</summary>
    public async Task<SteadyResult> RunAsync(CancellationToken cancellation)
    {
        await engine.Sales.StartDemoAsync(Stock, cancellation);
        log.Tell($"accepted buys for {options.SteadyDuration.TotalSeconds:0} s");
        var memory = new ResidentMemory(engine.Fleet.Running);
        var load = LoadGenerator.RunAsync(
            new() { Uri = engine.Fleet.Front, Path = "/buy", Connections = options.Connections, Duration = options.SteadyDuration },
            cancellation: cancellation);
        using var timer = new PeriodicTimer(Interval);
        var told = TimeSpan.Zero;
        while (!load.IsCompleted)
        {
            memory.Look();
            if (memory.Elapsed - told >= TellEvery)
            {
                told = memory.Elapsed;
                log.Tell(string.Join(", ", memory.Samples.Select(process => $"{process.Key} {process.Value[^1].Megabytes:N0} MB")));
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        var report = await load;
        await engine.Sales.AwaitStoredAsync([BenchSales.Demo], cancellation);
        engine.Fleet.Check();
        return new(report.Seconds, report.StatusCounts.GetValueOrDefault(Accepted), memory.Samples);
    }
}
