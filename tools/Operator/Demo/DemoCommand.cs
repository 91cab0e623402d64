using System.CommandLine;
using FlashFlow.Operator.Engine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;

namespace FlashFlow.Operator.Demo;

/// <summary><c>demo</c>: the run of the Node.js original, with a verdict.</summary>
internal static class DemoCommand
{
    private static readonly Option<Uri> Url = FrontOption.Create();

    private static readonly Option<int> Connections = NumberOption.Create(
        "--connections", "Connections, each with one buy on its way at a time", "N", usual: 100, min: 1, max: 10_000);

    private static readonly Option<int> Seconds = NumberOption.Create(
        "--seconds", "How long they buy", "N", usual: 5, min: 1, max: 3_600);

    public static Command Create()
    {
        var command = new Command("demo", "The run of the Node.js original: 100 units, 100 connections, 5 seconds. Ends with 0 only if nothing at all was wrong.")
        {
            Url,
            Connections,
            Seconds,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new DemoOptions
            {
                Url = parsed.GetRequiredValue(Url),
                Connections = parsed.GetValue(Connections),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
            };
            return Verb.RunAsync(engine => RunAsync(engine, options, cancellation), ExitCode.Failed, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(EngineAccess engine, DemoOptions options, CancellationToken cancellation)
    {
        var console = Terminal.Open();
        var result = await new DemoRun(engine, console, options).RunAsync(cancellation);
        console.Write(DemoTable.Of(result));
        return Check.Tell(DemoVerdict.Of(result), console);
    }
}
