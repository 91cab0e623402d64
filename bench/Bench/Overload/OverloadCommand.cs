using System.CommandLine;
using FlashFlow.Load;
using FlashFlow.Operator.Engine;
using FlashFlow.Operator.Processes;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using FlashFlow.Supervisor.Engine;

namespace FlashFlow.Bench.Overload;

/// <summary><c>overload</c>: several times more demand than the engine can take, over thousands of connections.</summary>
internal static class OverloadCommand
{
    private static readonly Option<int> Connections = NumberOption.Create(
        "--connections", "connections that are open all the time", "N", usual: 10_000, min: 100, max: 25_000);

    private static readonly Option<int> Seconds = NumberOption.Create("--seconds", "how long too much is offered", "N", usual: 30, min: 1, max: 3_600);

    private static readonly Option<int> Factor = NumberOption.Create("--factor", "how many times too much", "N", usual: 5, min: 1, max: 100);

    private static readonly Option<int> MaxMegabytes = NumberOption.Create(
        "--max-memory", "most memory that a front, silo or drain may take", "MB", usual: 768, min: 64, max: 1_000_000);

    public static Command Create()
    {
        var command = new Command(
            "overload",
            """
            Starts FlashFlow if it is not running, opens the connections, finds out how many buys a second the engine accepts, then offers half of that, several times that, and half again, at constant rates and whether or not answers come. Shows what became of it, how quickly, and what memory it took; waits until every order is stored, and checks the books. Stops what it started.

            Exit code 0 only if nothing was lost, nobody was told anything but 202, 409, 429 or 503, and memory stayed bounded.
            """)
        {
            Connections, Seconds, Factor, MaxMegabytes, LaunchOptions.Standalone, LaunchOptions.Port,
        };
        command.SetAction((parsed, cancellation) => Verb.RunAsync(
            () =>
            {
                var (front, processes) = FindEngine();
                var options = new OverloadOptions
                {
                    Url = front,
                    Connections = parsed.GetValue(Connections),
                    Duration = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
                    Factor = parsed.GetValue(Factor),
                    Processes = processes,
                    MaxMegabytes = parsed.GetValue(MaxMegabytes),
                };
                return RunAsync(options, cancellation);
            },
            ExitCode.Failed,
            cancellation));
        return command;
    }

    // What runs in the state directory: the first front, and the ids of all fronts, silos and drains.
    private static (Uri Front, IReadOnlyDictionary<string, int> Processes) FindEngine()
    {
        var supervisor = EngineParts.OpenSupervisor();
        var run = EngineRun.Load(supervisor.State) ?? throw new ToolFailedException($"no front runs in {supervisor.State.Root}: ./flashflow up, or ./flashflow overload.");
        var processes = run.Programs(supervisor.State, EngineParts.PortsIn(supervisor.State))
            .Select(program => (program.Name, Id: supervisor.RecordOf(program.Name).LivingId))
            .Where(process => process.Id is not null)
            .ToDictionary(process => process.Name, process => process.Id!.Value);
        return (new($"http://127.0.0.1:{run.Port}"), processes);
    }

    private static async Task<int> RunAsync(OverloadOptions options, CancellationToken cancellation)
    {
        InlineSockets.Use();
        await using var engine = new EngineAccess();
        var console = Terminal.Open();
        var result = await new OverloadRun(engine, console, options).RunAsync(cancellation);
        console.Write(OverloadTables.OfStages(result));
        console.Write(OverloadTables.OfMemory(result));
        return Check.Tell(OverloadVerdict.Of(result), console);
    }
}
