using System.CommandLine;
using System.CommandLine.Parsing;
using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Report;
using FlashFlow.Load;
using FlashFlow.Operator.Processes;
using Spectre.Console;

namespace FlashFlow.Bench;

/// <summary><c>bench</c>: how fast it is, compared with what, and at what cost.</summary>
internal static class BenchCommand
{
    private const int UsualSeconds = 5;
    private const int UsualSteadySeconds = 600;
    private const int MostSeconds = 3_600;
    private static readonly bool Clustered = EngineParts.AreClustered;

    private static readonly Argument<string[]> Names = new("scenario")
    {
        Description = $"What is measured: {string.Join(", ", BenchItems.Of(Clustered).Select(item => item.Name))} or {BenchItems.Everything}; without any, all that does not take long.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int> Runs = NumberOption.Create("--runs", "Runs of each scenario; they take turns.", "N", usual: 5, min: 1, max: 100);

    private static readonly Option<int?> Seconds = new("--seconds")
    {
        Description = $"Length of a run (default {UsualSeconds}); of {BenchItems.Steady} the whole (default {UsualSteadySeconds}).",
        HelpName = "S",
        Validators = { CheckSeconds },
    };

    private static readonly Option<int> Connections = NumberOption.Create(
        "--connections", "Connections, each with one request on its way at a time.", "N", usual: 100, min: 1, max: 10_000);

    private static readonly Option<string> GeneratorName = new("--generator")
    {
        Description = $"What makes the load: {string.Join(", ", Generator.Names)}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Generator.Own,
        Validators = { CheckGenerator },
    };

    private static readonly Option<bool> OpenLoop = new("--open-loop")
    {
        Description = "Whether latency is measured at constant rates, too, where noop, sold-out or accepted is measured: true or false.",
        HelpName = "true|false",
        DefaultValueFactory = _ => true,
    };

    private static readonly Option<string> Results = new("--results")
    {
        Description = "Where the figures, the page and the plots are written.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "bench/results",
    };

    private static readonly Option<bool> List = new("--list") { Description = "Prints what can be measured, and ends." };

    private static readonly Option<int> Port = NumberOption.Create(
        "--port", "The first of thirty free ports in a row.", "P", usual: 21_000, min: 1, max: 65_000);

    public static Command Create()
    {
        var command = new Command("bench", "Measures how fast the engine is, against what, and at what cost. Started by ./flashflow bench.")
        {
            Names,
            Runs,
            Seconds,
            Connections,
            GeneratorName,
            OpenLoop,
            Results,
            List,
            Port,
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
                Results = Path.GetFullPath(parsed.GetRequiredValue(Results)),
                FirstPort = parsed.GetValue(Port),
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

    private static void CheckSeconds(OptionResult result)
    {
        if (result.GetValueOrDefault<int?>() is not (null or (>= 1 and <= MostSeconds)))
            result.AddError($"--seconds must be a whole number from 1 to {MostSeconds}.");
    }

    private static void CheckGenerator(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is { } name && !Generator.Names.Contains(name))
            result.AddError($"--generator must be one of {string.Join(", ", Generator.Names)}, not '{name}'.");
    }
}
