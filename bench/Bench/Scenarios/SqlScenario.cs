using System.Globalization;
using FlashFlow.Bench.Results;
using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>What people write first: an update of one row and an insert in a transaction, through a pool of connections.</summary>
/// <param name="name">As it is asked for.</param>
/// <param name="engine">What it is made of.</param>
/// <param name="pools">The sizes that the pool may have: of several, the one is taken that is the fastest here.</param>
internal sealed class SqlScenario(string name, BenchEngine engine, params int[] pools) : Scenario(name), IDisposable
{
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(1);

    private readonly HttpClient http = new() { BaseAddress = engine.Fleet.Baselines };
    private int pool = pools[0];

    public override string Meaning => $"accepted buys in plain SQL, pool of {pool}";

    public override bool Counts(int status) => status == 202;

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

    /// <exception cref="ToolFailedException">The baselines do not begin again.</exception>
    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        var stock = BenchSales.Plenty.ToString(CultureInfo.InvariantCulture);
        using var answer = await http.PostAsync(new Uri($"/sql/reset?stock={stock}", UriKind.Relative), content: null, cancellation);
        return answer.IsSuccessStatusCode
            ? new() { Uri = engine.Fleet.Baselines, Path = $"/sql/{pool}" }
            : throw new ToolFailedException($"The baselines answered {(int)answer.StatusCode} to POST /sql/reset.");
    }

    public void Dispose() => http.Dispose();

    // The second counts: in the first one connections are opened.
    private async Task<double> TryAsync(CancellationToken cancellation)
    {
        var load = await PrepareAsync(cancellation);
        await RunAsync();
        return (await RunAsync()).PerSecond;

        Task<ScenarioRun> RunAsync() => engine.Generator.RunAsync(load, Counts, engine.Connections, Trial, cancellation);
    }
}
