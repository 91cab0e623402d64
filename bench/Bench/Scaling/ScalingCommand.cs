using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlashFlow.Bench.Report;
using FlashFlow.Bench.Results;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using Spectre.Console;

namespace FlashFlow.Bench.Scaling;

/// <summary><c>scaling</c>: computes from a bench what larger rates need. It measures nothing.</summary>
internal static class ScalingCommand
{
    private static readonly double[] Rates = [100_000, 1_000_000];
    private static readonly double[] AcceptedShares = [1, 0.01];

    private static readonly Argument<FileInfo> File = new("file") { Description = "figures of a bench in which accepted and sold-out were measured (JSON)" };
    private static readonly Option<int> Cores = NumberOption.Create("--cores", "processors of a machine", "N", usual: 8, min: 1, max: 1_024);
    private static readonly Option<int> Busy = NumberOption.Create("--busy", "percent of its processors that a process may use", "P", usual: 60, min: 1, max: 100);

    public static Command Create()
    {
        var command = new Command("scaling", "Computes from the figures of a bench how many machines a hundred thousand and a million buys a second need. Nothing is measured.") { File, Cores, Busy };
        command.SetAction((parsed, cancellation) => Verb.RunAsync(
            () => Task.FromResult(Run(parsed.GetRequiredValue(File), parsed.GetValue(Cores), parsed.GetValue(Busy) / 100.0)), ExitCode.Failed, cancellation));
        return command;
    }

    private static int Run(FileInfo file, int cores, double busy)
    {
        var model = new ScalingModel(ReadCosts(file), busy);
        var console = Terminal.Open();
        if (model.Kinds.All(kind => model.Microseconds(kind, BenchItems.Accepted) == 0))
        {
            console.WriteLine($"{file.Name} has no costs of {BenchItems.Accepted}: measure it with ./flashflow bench accepted sold-out.");
            return ExitCode.Failed;
        }

        var table = new Table().AddColumns(
            ["process", "us per accepted", "us per sold-out", .. from rate in Rates from share in AcceptedShares select $"{rate:N0} a second, {share:P0} accepted"]);
        foreach (var kind in model.Kinds)
            table.AddRow([
                kind,
                Text(model.Microseconds(kind, BenchItems.Accepted)),
                Text(model.Microseconds(kind, BenchItems.SoldOut)),
                .. from rate in Rates from share in AcceptedShares select Machines(model.Processors(kind, rate, share), cores),
            ]);
        console.Write(table);
        foreach (var kind in model.Kinds.Intersect(["redis", "silo"]))
            console.WriteLine($"One product ends at {model.MostOfOneThread(kind):N0} accepted orders a second where {kind} is {busy:P0} of one thread.");
        return ExitCode.Ok;
    }

    private static IReadOnlyList<CostResult> ReadCosts(FileInfo file)
    {
        try
        {
            return BenchFile.Read(file.FullName).Costs ?? []; // A file of something else may have none.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ToolFailedException($"{file.Name} holds no figures of a bench: {failure.Message}", failure);
        }
    }

    // Processors, and machines where it is more than one.
    private static string Machines(double processors, int cores) =>
        processors <= cores ? Text(processors) : $"{Text(processors)}: {Math.Ceiling(processors / cores):0} machines";

    private static string Text(double value) => value.ToString(value < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
