using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Results;
using FlashFlow.Bench.Rooms;
using FlashFlow.Bench.Scenarios;
using FlashFlow.Operator.Engine;
using FlashFlow.Operator.Processes;
using Spectre.Console;

namespace FlashFlow.Bench;

/// <summary>One bench, from starting the engine to the last figure.</summary>
internal sealed class BenchRun(BenchOptions options, IAnsiConsole console)
{
    private static readonly string[] OpenLoopScenarios = [BenchItems.Noop, BenchItems.SoldOut, BenchItems.Accepted];

    // The webhook that is told is on this machine.
    private static readonly Dictionary<string, string?> WithWebhooksHere = new() { ["FlashFlow__Webhooks__AllowPrivateAddresses"] = "true" };

    private readonly BenchLog log = new(console);

    /// <exception cref="ToolFailedException">A process does not come up or ends by itself, or a generator is not there.</exception>
    public async Task<BenchReport> RunAsync(CancellationToken cancellation)
    {
        var began = DateTimeOffset.UtcNow;
        var generator = Generator.Find(options.Generator);
        await using var access = new EngineAccess();
        await using var fleet = new BenchFleet(EngineParts.OpenSupervisor(), EngineBuild.Own with { Settings = WithWebhooksHere });
        using var sales = new BenchSales(access, fleet.Front);
        var engine = new BenchEngine(fleet, access, sales, generator, options.Connections);
        var costs = new CostWatch(fleet, access);
        log.Tell($"starting the engine and the baselines ({EngineParts.Mode})");
        await fleet.StartAsync(cancellation);
        var host = await HostDescription.ReadAsync(access, cancellation);

        var scenarios = options.Items.Where(item => item.Create is not null).Select(item => item.Create!(engine)).ToArray();
        try
        {
            var rates = await new RateRuns(engine, options, log, costs).RunAsync(scenarios, _ => scenarios, cancellation);
            return new()
            {
                StartedAt = began,
                Host = host,
                Settings = new(EngineParts.Mode, options.Generator, options.Runs, options.Duration.TotalSeconds, options.Connections),
                Scenarios = rates,
                Costs = costs.ToResults(),
                OpenLoop = options.OpenLoop ? await OpenLoopAsync(scenarios, rates, cancellation) : [],
                Growth = options.Wants(BenchItems.Growth) ? await new GrowthRuns(engine, options, log).RunAsync(cancellation) : [],
                Cold = options.Wants(BenchItems.Cold) ? await new ColdRuns(engine, options, log).RunAsync(cancellation) : [],
                Lapse = options.Wants(BenchItems.Lapse) ? await new LapseRun(engine, log).RunAsync(cancellation) : null,
                Watchers = options.Wants(BenchItems.Watchers) ? await new WatchersRun(engine, options, log).RunAsync(cancellation) : null,
                Delivery = options.Wants(BenchItems.Delivery) ? await new DeliveryRun(engine, log).RunAsync(cancellation) : null,
                Line = options.Wants(BenchItems.Line)
                    ? new(await new MembersRun(engine, log).RunAsync(cancellation), await new CrowdRun(engine, log).RunAsync(cancellation))
                    : null,
                Steady = options.Wants(BenchItems.Steady) ? await new SteadyRun(engine, options, log).RunAsync(cancellation) : null,
                Drain = options.Wants(BenchItems.Drain) ? await new DrainRuns(engine, log).RunAsync(options.Runs, cancellation) : null,
            };
        }
        finally
        {
            foreach (var scenario in scenarios.OfType<IDisposable>())
                scenario.Dispose();
        }
    }

    private async Task<IReadOnlyList<OpenLoopResult>> OpenLoopAsync(
        IReadOnlyList<Scenario> scenarios, IReadOnlyList<ScenarioResult> measured, CancellationToken cancellation)
    {
        var results = new List<OpenLoopResult>();
        foreach (var (scenario, rate) in scenarios.Zip(measured).Where(pair => OpenLoopScenarios.Contains(pair.First.Name)))
            results.AddRange(await new OpenLoopRuns(options, log).RunAsync(scenario, rate, cancellation));
        return results;
    }
}
