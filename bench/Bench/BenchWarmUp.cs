using FlashFlow.Bench.Scenarios;

namespace FlashFlow.Bench;

/// <summary>Runs a scenario until it stops getting faster: code that has just been started is compiled while it runs.</summary>
internal static class BenchWarmUp
{
    private const int LeastRounds = 3;
    private const int MostRounds = 8;
    private const double Faster = 1.03;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>Runs the scenario, prepared and settled for each round.</summary>
    public static Task RunAsync(Scenario scenario, BenchEngine engine, CancellationToken cancellation) => RunAsync(async () =>
    {
        var load = await scenario.PrepareAsync(cancellation);
        var run = await engine.Generator.RunAsync(load, scenario.Counts, engine.Connections, Round, cancellation);
        await scenario.SettleAsync(cancellation);
        return run.PerSecond;
    });

    /// <summary>Makes rounds of about a second, at least three, until one is not faster than the best before it.</summary>
    /// <param name="run">A round; returns how fast it was.</param>
    public static async Task RunAsync(Func<Task<double>> run)
    {
        var best = 0.0;
        for (var round = 1; round <= MostRounds; round++)
        {
            var speed = await run();
            if (round >= LeastRounds && speed <= best * Faster)
                return;
            best = Math.Max(best, speed);
        }
    }
}
