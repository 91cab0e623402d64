using System.CommandLine;
using FlashFlow.Operator.Demo.Holds;
using FlashFlow.Operator.Engine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;

namespace FlashFlow.Operator.Demo;

/// <summary><c>demo</c>: the run of the Node.js original, or one of holds, with a verdict.</summary>
internal static class DemoCommand
{
    private static readonly Option<Uri> Url = FrontOption.Create();

    private static readonly Option<int> Connections = NumberOption.Create(
        "--connections", "Connections, each with one buy on its way at a time", "N", usual: 100, min: 1, max: 10_000);

    private static readonly Option<int> Seconds = NumberOption.Create(
        "--seconds", "How long they buy", "N", usual: 5, min: 1, max: 3_600);

    public static Command Create()
    {
        var command = new Command(
            "demo",
            """
            The run of the Node.js original: 100 units, 100 connections, 5 seconds. With --holds 100 units that are held for 5 seconds and paid for, or not: 300 people, of whom every third never pays; the others ask until everything is paid for.

            Ends with 0 only if nothing at all was wrong.
            """)
        {
            Url,
            Connections,
            Seconds,
            LaunchOptions.Holds,
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(LaunchOptions.Holds))
            {
                var front = parsed.GetRequiredValue(Url);
                return Verb.RunAsync(engine => HoldAsync(engine, front, cancellation), ExitCode.Failed, cancellation);
            }

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

    private static async Task<int> HoldAsync(EngineAccess engine, Uri front, CancellationToken cancellation)
    {
        var console = Terminal.Open();
        var result = await new HoldsRun(engine, console, front).RunAsync(cancellation);
        console.Write(HoldsTable.Of(result));
        return Check.Tell(HoldsVerdict.Of(result), console);
    }

    private static async Task<int> RunAsync(EngineAccess engine, DemoOptions options, CancellationToken cancellation)
    {
        var console = Terminal.Open();
        var result = await new DemoRun(engine, console, options).RunAsync(cancellation);
        console.Write(DemoTable.Of(result));
        return Check.Tell(DemoVerdict.Of(result), console);
    }
}
