using System.CommandLine;
using System.CommandLine.Parsing;
using FlashFlow.Bench.Against;
using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Report;
using FlashFlow.Load;
using FlashFlow.Operator.Processes;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using FlashFlow.Supervisor.Engine;
using Spectre.Console;

namespace FlashFlow.Bench;

/// <summary><c>bench</c>: how fast it is, compared with what, and at what cost.</summary>
internal static class BenchCommand
{
    private const int UsualSeconds = 5;
    private const int UsualSteadySeconds = 600;
    private static readonly bool Clustered = EngineParts.AreClustered;

    private static readonly Argument<string[]> Names = new("scenario")
    {
        Description = $"what is measured: {string.Join(", ", BenchItems.Of(Clustered).Select(item => item.Name))} or {BenchItems.Everything}; without any, all that does not take minutes",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int> Runs = NumberOption.Create("--runs", "runs of each scenario; they take turns", "N", usual: 5, min: 1, max: 100);

    private static readonly Option<int?> Seconds = NumberOption.CreateOptional(
        "--seconds", $"length of a run, default {UsualSeconds}; of {BenchItems.Steady} the whole, default {UsualSteadySeconds}", "S", min: 1, max: 3_600);

    private static readonly Option<int> Connections = NumberOption.Create(
        "--connections", "connections, each with one request on its way at a time", "N", usual: 100, min: 1, max: 10_000);

    private static readonly Option<string> GeneratorName = new("--generator")
    {
        Description = $"what makes the load: {string.Join(", ", Generator.Names)}; others than {Generator.Own} must be installed, and cannot send requests that differ",
        HelpName = "NAME",
        DefaultValueFactory = _ => Generator.Own,
        Validators = { CheckGenerator },
    };

    private static readonly Option<bool> OpenLoop = new("--open-loop")
    {
        Description = "whether latency is measured at 25, 50, 75 and 90 % of what was reached, too, where noop, sold-out or accepted is measured",
        HelpName = "true|false",
        DefaultValueFactory = _ => true,
    };

    private static readonly Option<string?> Results = new("--results")
    {
        Description = "where the figures, the page and the plots are written (default bench/results in this checkout)",
        HelpName = "DIR",
    };

    private static readonly Option<string[]> There = new("--there")
    {
        Description = "a setting that only the other commit's engine has, so that --against HEAD tells what it costs; may be repeated",
        HelpName = "NAME=VALUE",
    };

    private static readonly string[] UsualAgainst = [BenchItems.Noop, BenchItems.SoldOut, BenchItems.Accepted];

    private static readonly Option<bool> List = new("--list") { Description = "print what can be measured, and end" };

    public static Command Create()
    {
        var command = new Command(
            "bench",
            """
            Builds, starts private servers with empty data (beside a running `up`, never in its way), a front, a drain, in cluster mode a silo, and what the engine is compared with. Warms every scenario up, then lets their runs take turns, and prints medians with the slowest and fastest run. The figures (JSON), a page and plots are written to the results directory; nothing there is overwritten.

            With --against it builds another commit, too, starts its engine beside this one on the same servers, each in a corner of its own, and tells pair by pair how much faster or slower this one is. Without scenarios these are noop, sold-out and accepted; results are written only with --results.

            Exit code 0 when everything was measured, 1 when something could not be started, ended by itself or did not answer, 2 for an unknown scenario or commit; 130 after Ctrl-C, which ends everything and writes nothing. Logs of the last run lie in .flashflow/bench.
            """)
        {
            Names, Runs, Seconds, Connections, GeneratorName, OpenLoop, Results, LaunchOptions.Against, There, LaunchOptions.Standalone, List,
        };
        command.Validators.Add(CheckNames);
        command.Validators.Add(CheckThere);
        command.SetAction((parsed, cancellation) =>
        {
            var seconds = parsed.GetValue(Seconds);
            var against = parsed.GetValue(LaunchOptions.Against);
            var results = parsed.GetValue(Results) ?? (against is null ? Path.Combine(Repository.Root, "bench/results") : null);
            var options = new BenchOptions
            {
                Items = Choose(parsed.CommandResult).Items,
                Runs = parsed.GetValue(Runs),
                Duration = TimeSpan.FromSeconds(seconds ?? UsualSeconds),
                SteadyDuration = TimeSpan.FromSeconds(seconds ?? UsualSteadySeconds),
                Connections = parsed.GetValue(Connections),
                Generator = parsed.GetRequiredValue(GeneratorName),
                OpenLoop = parsed.GetValue(OpenLoop),
                There = SettingsThere(parsed.CommandResult),
                Results = results is null ? null : Path.GetFullPath(results),
            };
            var justList = parsed.GetValue(List);
            return Verb.RunAsync(() => justList ? Task.FromResult(WriteList()) : RunAsync(options, against, cancellation), ExitCode.Failed, cancellation);
        });
        return command;
    }

    private static int WriteList()
    {
        var console = Terminal.Open();
        foreach (var item in BenchItems.Of(Clustered))
            console.WriteLine($"{item.Name,-14} {item.Description}{(item.TakesLong ? " (only when it is named)" : "")}");
        return ExitCode.Ok;
    }

    private static async Task<int> RunAsync(BenchOptions options, string? against, CancellationToken cancellation)
    {
        InlineSockets.Use();
        var console = Terminal.Open();
        var report = against is null ? await new BenchRun(options, console).RunAsync(cancellation) : await new AgainstRun(options, against, console).RunAsync(cancellation);
        var files = options.Results is null ? [] : await BenchPage.WriteAsync(report, options.Results, cancellation);
        foreach (var table in BenchTable.Of(report))
            console.Write(table);
        foreach (var file in files)
            console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, file));
        foreach (var pairing in Pairing.Of(report))
            console.WriteLine($"{pairing}");
        return ExitCode.Ok;
    }

    private static (IReadOnlyList<BenchItem> Items, string? Refusal) Choose(CommandResult asked)
    {
        var names = asked.GetValue(Names) ?? [];
        var isAgainst = asked.GetValue(LaunchOptions.Against) is not null;
        var chosen = BenchItems.Choose(names.Length == 0 && isAgainst ? UsualAgainst : names, Clustered, asked.GetValue(GeneratorName) ?? Generator.Own);
        return isAgainst && chosen.Items.FirstOrDefault(item => item.Create is null) is { } item
            ? ([], $"{item.Name} has no runs that could take turns with those of another commit: leave it out, or --against.")
            : chosen;
    }

    private static Dictionary<string, string?> SettingsThere(CommandResult asked) =>
        (asked.GetValue(There) ?? []).Select(setting => setting.Split('=', 2)).GroupBy(parts => parts[0]).ToDictionary(same => same.Key, string? (same) => same.Last()[1]);

    private static void CheckThere(CommandResult result)
    {
        string[] settings = result.GetValue(There) ?? [];
        if (settings.Length > 0 && result.GetValue(LaunchOptions.Against) is null)
            result.AddError("--there is for the commit that --against names.");
        else if (settings.FirstOrDefault(setting => setting.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
            result.AddError($"--there must be NAME=VALUE, not '{wrong}'.");
    }

    private static void CheckNames(CommandResult result)
    {
        if (Choose(result).Refusal is { } refusal)
            result.AddError(refusal);
        else if (result.GetValue(LaunchOptions.Against) is { } reference && OtherCommit.RefuseAsync(Repository.Root, reference).GetAwaiter().GetResult() is { } reason)
            result.AddError($"--against {reference}: {reason}");
    }

    private static void CheckGenerator(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is { } name && !Generator.Names.Contains(name))
            result.AddError($"--generator must be one of {string.Join(", ", Generator.Names)}, not '{name}'.");
    }
}
