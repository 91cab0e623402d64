using FlashFlow.Bench.Results;
using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>What people write first: an update of one row and an insert in a transaction, through a pool of connections.</summary>
/// <param name="name">As it is asked for.</param>
/// <param name="engine">What it is made of.</param>
/// <param name="pools">The sizes that the pool may have: of several, the one is taken that is the fastest here.</param>
internal sealed class SqlScenario(string name, BenchEngine engine, params int[] pools) : BaselineScenario(name, engine, "sql")
{
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(1);

    private int pool = pools[0];

    public override string Meaning => $"accepted buys in plain SQL, pool of {pool}";

    public override async Task OpenAsync(CancellationToken cancellation)
    {
        if (pools.Length == 1)
            return;
        var trials = new List<(int Pool, double PerSecond)>();
        foreach (var size in pools)
        {
            pool = size;
            trials.Add((size, await TryAsync(cancellation)));
        }

        pool = trials.MaxBy(trial => trial.PerSecond).Pool;
    }

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        await ResetAsync(BenchSales.Plenty, cancellation);
        return new() { Uri = Engine.Fleet.Baselines, Path = $"/sql/{pool}" };
    }

    // The second counts: in the first one connections are opened.
    private async Task<double> TryAsync(CancellationToken cancellation)
    {
        var load = await PrepareAsync(cancellation);
        await RunAsync();
        return (await RunAsync()).PerSecond;

        Task<ScenarioRun> RunAsync() => Engine.Generator.RunAsync(load, Counts, Engine.Connections, Trial, cancellation);
    }
}
