using System.Diagnostics;
using FlashFlow.Bench.Results;
using FlashFlow.Bench.Scenarios;
using FlashFlow.Load;
using FlashFlow.Operator.Demo;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Bench;

/// <summary>
/// Ends front, silo and drain, starts them anew all at once, waits until they are ready, and lets a crowd buy for ten seconds: what the first
/// shoppers after a start meet. The servers and the generator are warm.
/// </summary>
internal sealed class ColdRuns(BenchEngine engine, BenchOptions options, BenchLog log)
{
    private const int Seconds = 10;
    private static readonly string[] Processes = EngineParts.AreClustered ? ["front-1", "silo-1", "drain-1"] : ["front-1", "drain-1"];

    /// <summary>Makes all runs; the scenarios take turns.</summary>
    public async Task<IReadOnlyList<ColdResult>> RunAsync(CancellationToken cancellation)
    {
        Scenario[] scenarios = [new SoldOutScenario(BenchItems.SoldOut, engine), new DemoScenario(BenchItems.Accepted, engine, BenchSales.Plenty)];
        var runs = scenarios.ToDictionary(scenario => scenario, _ => new List<ColdRun>());
        await GeneratorWarmUp.RunAsync(engine.Fleet.Front, options.Connections, cancellation);
        for (var number = 1; number <= options.Runs; number++)
        {
            foreach (var scenario in scenarios)
            {
                var run = await RunAsync(scenario, cancellation);
                runs[scenario].Add(run);
                log.Tell($"run {number} of {options.Runs}  cold {scenario.Name,-9} ready after {run.SecondsToReady:N1} s, then {string.Join(' ', run.PerSecond)}, slowest {run.SlowestMilliseconds.Max():N0} ms");
            }
        }

        return [.. scenarios.Select(scenario => new ColdResult(scenario.Name, runs[scenario]))];
    }

    private async Task<ColdRun> RunAsync(Scenario scenario, CancellationToken cancellation)
    {
        await engine.Fleet.EndAsync(Processes, cancellation);
        var began = Stopwatch.GetTimestamp();
        await engine.Fleet.StartAsync(Processes, cancellation);
        var ready = Stopwatch.GetElapsedTime(began);
        var load = await scenario.PrepareAsync(cancellation);
        var report = await LoadGenerator.RunAsync(
            load with { Connections = options.Connections, Duration = TimeSpan.FromSeconds(Seconds) }, cancellation: cancellation);
        await scenario.SettleAsync(cancellation);
        engine.Fleet.Check();
        var bySecond = report.BySecond.Take(Seconds).ToArray();
        var failed = report.StatusCounts.Where(status => !scenario.Counts(status.Key)).Sum(status => status.Value) + report.ErrorCount;
        return new(ready.TotalSeconds, [.. bySecond.Select(second => second.Answers)], [.. bySecond.Select(second => second.Slowest.TotalMilliseconds)], failed);
    }
}
