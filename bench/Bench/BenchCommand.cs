using System.CommandLine;
using System.CommandLine.Parsing;
using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Report;
using FlashFlow.Load;
using FlashFlow.Operator.Processes;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
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

    private static readonly Option<bool> List = new("--list") { Description = "print what can be measured, and end" };

    public static Command Create()
    {
        var command = new Command(
            "bench",
            """
            Builds, starts private servers with empty data (beside a running `up`, never in its way), a front, a drain, in cluster mode a silo, and what the engine is compared with. Warms every scenario up, then lets their runs take turns, and prints medians with the slowest and fastest run. The figures (JSON), a page and plots are written to the results directory; nothing there is overwritten.

            Exit code 0 when everything was measured, 1 when something could not be started, ended by itself or did not answer, 2 for an unknown scenario; 130 after Ctrl-C, which ends everything and writes nothing. Logs of the last run lie in .flashflow/bench.
            """)
        {
            Names, Runs, Seconds, Connections, GeneratorName, OpenLoop, Results, LaunchOptions.Standalone, List,
        };
        command.Validators.Add(CheckNames);
        command.SetAction((parsed, cancellation) =>
        {
            var seconds = parsed.GetValue(Seconds);
            var options = new BenchOptions
            {
                Items = BenchItems.Choose(parsed.GetValue(Names) ?? [], Clustered, parsed.GetRequiredValue(GeneratorName)).Items,
                Runs = parsed.GetValue(Runs),
                Duration = TimeSpan.FromSeconds(seconds ?? UsualSeconds),
                SteadyDuration = TimeSpan.FromSeconds(seconds ?? UsualSteadySeconds),
                Connections = parsed.GetValue(Connections),
                Generator = parsed.GetRequiredValue(GeneratorName),
                OpenLoop = parsed.GetValue(OpenLoop),
                Results = Path.GetFullPath(parsed.GetValue(Results) ?? Path.Combine(Repository.Root, "bench/results")),
            };
            var justList = parsed.GetValue(List);
            return Verb.RunAsync(() => justList ? Task.FromResult(WriteList()) : RunAsync(options, cancellation), ExitCode.Failed, cancellation);
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

    private static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellation)
    {
        InlineSockets.Use();
        var console = Terminal.Open();
        var report = await new BenchRun(options, console).RunAsync(cancellation);
        var files = await BenchPage.WriteAsync(report, options.Results, cancellation);
        foreach (var table in BenchTable.Of(report))
            console.Write(table);
        foreach (var file in files)
            console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, file));
        return ExitCode.Ok;
    }

    private static void CheckNames(CommandResult result)
    {
        if (BenchItems.Choose(result.GetValue(Names) ?? [], Clustered, result.GetValue(GeneratorName) ?? Generator.Own).Refusal is { } refusal)
            result.AddError(refusal);
    }

    private static void CheckGenerator(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is { } name && !Generator.Names.Contains(name))
            result.AddError($"--generator must be one of {string.Join(", ", Generator.Names)}, not '{name}'.");
    }
}
