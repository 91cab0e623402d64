using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using FlashFlow.Supervisor.Servers;
using FlashFlow.Chaos.Parts;
using FlashFlow.Chaos.Plan;
using FlashFlow.Chaos.Verdict;
using FlashFlow.Operator.Processes;
using Spectre.Console;

namespace FlashFlow.Chaos;

/// <summary><c>chaos</c>: a sale while everything that can fail fails, with a verdict.</summary>
internal static class ChaosCommand
{
    private const double MostMinutes = 24 * 60;

    private static readonly Option<double> Minutes = new("--minutes")
    {
        Description = "how long components are hit, such as 10 or 0.5; selling the rest and looking at it come on top",
        HelpName = "M",
        DefaultValueFactory = _ => 2,
        CustomParser = ParseMinutes,
    };

    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "what the plan is drawn from: the same seed, minutes, scenario and mode give the same plan (default: another each time, printed)",
        HelpName = "S",
    };

    private static readonly Option<string> Only = new("--only")
    {
        Description = $"what is hit: {string.Join(", ", ChaosScenario.Names)}; pairs: two at once",
        HelpName = "SCENARIO",
        DefaultValueFactory = _ => ChaosScenario.All,
    };

    private static readonly Option<bool> List = new("--list") { Description = "print the scenarios and the plan, and end" };

    public static Command Create()
    {
        var command = new Command(
            "chaos",
            """
            Builds, starts private servers with empty data (beside a running `up`, never in its way), two fronts, two drains and in cluster mode two silos, and sells seven products to a crowd, two of them to shoppers who hold and pay, one to those whom its room lets in, while components are killed (kill -9), frozen (SIGSTOP for seconds) and brought back, Redis is filled, demoted or emptied, RabbitMQ takes nothing or loses everything and PostgreSQL may only be read, by a plan that is printed before it begins. With --servers clustered it is single servers of Redis with sentinels, of a RabbitMQ of three nodes and of PostgreSQL with a standby that are hit, and others take their places. Then, with everything up, the rest is sold, and every answer that a client received is compared with what is stored.

            Exit code 0 only if every promise held; 130 after Ctrl-C, which ends everything. Logs of the last run lie in .flashflow/chaos; after a violation its data stays there, too, until the next run.
            """)
        {
            Minutes, Seed, Only, LaunchOptions.Standalone, LaunchOptions.Servers, List,
        };
        command.Validators.Add(CheckScenario);
        command.SetAction((parsed, cancellation) =>
        {
            var components = new Components(EngineParts.AreClustered, LaunchOptions.AreServersClustered(parsed));
            var options = new ChaosOptions
            {
                Duration = TimeSpan.FromMinutes(parsed.GetValue(Minutes)),
                Seed = parsed.GetValue(Seed) ?? Random.Shared.Next(1_000_000),
                Scenario = ChaosScenario.Find(parsed.GetRequiredValue(Only), components)!,
                Components = components,
            };
            var justList = parsed.GetValue(List);
            return Verb.RunAsync(() => RunAsync(options, justList, cancellation), ExitCode.Failed, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(ChaosOptions options, bool justList, CancellationToken cancellation)
    {
        var console = Terminal.Open();
        var plan = ChaosPlan.Draw(options.Seed, options.Duration, options.Scenario, options.Components);
        WritePlan(console, options, plan, justList);
        if (justList)
            return ExitCode.Ok;

        var supervisor = EngineParts.OpenSupervisor();
        var servers = new ServerGroup(supervisor);
        await using var clusters = options.Components.AreServersClustered ? await ServerClusters.StartAsync(supervisor, console, cancellation) : null;
        IEnumerable<IPart> parts = clusters?.Parts ?? ServerKind.All.Select(kind => new ServerPart(kind, supervisor, servers));
        await using var fleet = new Fleet(options.Components, supervisor, parts, EngineParts.PortsIn(supervisor.State).FirstDrain);
        var result = await new ChaosRun(fleet, servers, clusters, options, plan, console).RunAsync(cancellation);
        var rows = new RowMatch(result);
        console.Write(ChaosTable.OfSales(result));
        console.Write(ChaosTable.OfAnswers(result, rows));
        if (clusters is not null)
            console.WriteLine($"Redis has had another primary {await clusters.CountFailOversAsync():N0} times");
        var code = Check.Tell(ChaosVerdict.Of(result, rows, new(result), new(result.Journal)), console);
        console.WriteLine($"seed {options.Seed}, {plan.Faults.Count} faults, {result.Stored.Count:N0} orders: {(code == ExitCode.Ok ? "no violation" : "VIOLATED")}");
        return code;
    }

    private static void WritePlan(IAnsiConsole console, ChaosOptions options, ChaosPlan plan, bool withScenarios)
    {
        if (withScenarios)
            console.WriteLine($"scenarios: {string.Join(", ", ChaosScenario.Names)}");
        var minutes = options.Duration.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture);
        console.WriteLine($"the plan: --seed {options.Seed} --minutes {minutes} --only {options.Scenario.Name} ({(options.Components.AreClustered ? "cluster" : "standalone")}, {(options.Components.AreServersClustered ? "clustered" : "single")} servers)");
        foreach (var step in plan.Steps)
            console.WriteLine($"{ChaosLog.Seconds(step.At)}  {step.Text}");
    }

    private static double ParseMinutes(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) || minutes is not (>= 0.1 and <= MostMinutes))
            result.AddError($"--minutes must be a number from 0.1 to {MostMinutes}, not '{text}'.");
        return minutes;
    }

    private static void CheckScenario(CommandResult result)
    {
        if (result.GetValue(Only) is not { } name || ChaosScenario.Find(name, new(EngineParts.AreClustered)) is not null)
            return;
        result.AddError(ChaosScenario.Names.Contains(name)
            ? $"--only {name}: without a cluster there are no silos."
            : $"--only must be one of {string.Join(", ", ChaosScenario.Names)}, not '{name}'.");
    }
}
