using FlashFlow.Bench.Results;
using FlashFlow.Bench.Scenarios;

namespace FlashFlow.Bench;

/// <summary>Measures throughput: every scenario is warmed up, then their runs take turns (A B C A B C), so that a slow minute of the
/// machine hits all of them.</summary>
internal sealed class RateRuns(BenchEngine engine, BenchOptions options, BenchLog log, CostWatch? costs = null)
{
    /// <summary>Makes all runs.</summary>
    /// <param name="scenarios">What is run.</param>
    /// <param name="orderOf">Their order in a round; rounds are counted from one.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <returns>A result for each, in the order of <paramref name="scenarios"/>.</returns>
    public async Task<IReadOnlyList<ScenarioResult>> RunAsync(
        IReadOnlyList<Scenario> scenarios, Func<int, IEnumerable<Scenario>> orderOf, CancellationToken cancellation)
    {
        foreach (var scenario in scenarios)
        {
            await scenario.OpenAsync(cancellation);
            if (scenario.WarmsUpItself)
                continue;
            log.Tell($"warming up {scenario.Name}: {scenario.Meaning}");
            await BenchWarmUp.RunAsync(scenario, engine, cancellation);
        }

        var runs = scenarios.ToDictionary(scenario => scenario, _ => new List<ScenarioRun>());
        for (var number = 1; number <= options.Runs; number++)
        {
            foreach (var scenario in orderOf(number))
            {
                var run = await RunAsync(scenario, cancellation);
                runs[scenario].Add(run);
                log.Tell($"run {number} of {options.Runs}  {scenario.Name,-14} {Describe(run)}");
            }
        }

        return [.. scenarios.Select(scenario => new ScenarioResult(scenario.Name, scenario.Meaning, runs[scenario]))];
    }

    private async Task<ScenarioRun> RunAsync(Scenario scenario, CancellationToken cancellation)
    {
        var load = await scenario.PrepareAsync(cancellation);
        var before = costs is null ? null : await costs.LookAsync(scenario.Name, cancellation);
        var run = await engine.Generator.RunAsync(load, scenario.Counts, engine.Connections, options.Duration, cancellation);
        await scenario.SettleAsync(cancellation);
        engine.Fleet.Check();
        if (costs is not null)
            await costs.AddAsync(scenario.Name, before, (long)(run.PerSecond * options.Duration.TotalSeconds), cancellation);
        return run;
    }

    private static string Describe(ScenarioRun run)
    {
        var errors = run.Errors == 0 ? "" : $", {run.Errors:N0} errors";
        return $"{run.PerSecond,8:N0} a second, p99 {run.Latency.P99:N1} ms, generator busy {run.GeneratorLoad:P0}{errors}";
    }
}
