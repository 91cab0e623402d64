using System.CommandLine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary><c>demo</c> and <c>overload</c>: verbs that need a running front, and start one where none runs.</summary>
internal static class FrontCommands
{
    private const int UsualPort = 3000;
    private const string PortHelp = "port of the front (default 3000, or the next free hundred)";

    public static Command CreateDemo()
    {
        var port = Options.Number("--port", "P", PortHelp, 1, 65_535);
        var standalone = Options.Standalone();
        var command = new Command(
            "demo",
            "Starts FlashFlow if it is not running, puts 100 units on sale, lets 100 connections buy for 5 seconds, waits until every order is stored, shows the result and checks the books. Stops what it started. Exit code 0 only if exactly 100 were sold and everything balances.")
        {
            standalone, port,
        };
        command.SetAction((parsed, _) => Session.RunAsync(session => RunAsync(session, parsed.GetValue(port), parsed.GetValue(standalone), _ => ["demo"])));
        return command;
    }

    public static Command CreateOverload()
    {
        var connections = Options.Number("--connections", "N", "open connections (100 to 25000, default 10000)", 100, 25_000);
        var seconds = Options.Number("--seconds", "N", "how long too much is offered (default 30)", 1, 3_600);
        var factor = Options.Number("--factor", "N", "how many times too much (default 5)", 1, 100);
        var port = Options.Number("--port", "P", PortHelp, 1, 65_535);
        var standalone = Options.Standalone();
        var command = new Command(
            "overload",
            """
            Starts FlashFlow if it is not running, opens the connections, finds out how many buys a second the engine accepts, then offers half of that, several times that, and half again, at constant rates and whether or not answers come. Shows what became of it, how quickly, and what memory it took; waits until every order is stored, and checks the books. Stops what it started.

            Exit code 0 only if nothing was lost, nobody was told anything but 202, 409, 429 or 503, and memory stayed bounded.
            """)
        {
            connections, seconds, factor, standalone, port,
        };
        command.SetAction((parsed, _) => Session.RunAsync(session => RunAsync(session, parsed.GetValue(port), parsed.GetValue(standalone), programs =>
        [
            "overload",
            .. Options.PassOn(parsed, connections, seconds, factor),
            .. programs.SelectMany(program => new[] { "--watch", $"{program.Name}={session.Supervisor.RecordOf(program.Name).Id}" }),
        ])));
        return command;
    }

    private static async Task<int> RunAsync(Session session, int? port, bool isStandalone, Func<IReadOnlyList<EngineProgram>, IEnumerable<string>> verb)
    {
        EngineRun run;
        using (await session.LockAsync())
            run = await FindOrStartAsync(session, port, isStandalone);
        return await session.RunToolAsync([.. verb(EngineLaunch.Programs(session, run, session.Servers.Ports!)), "--url", $"http://127.0.0.1:{run.Port}"]);
    }

    private static async Task<EngineRun> FindOrStartAsync(Session session, int? port, bool isStandalone)
    {
        if (EngineLaunch.FindRunning(session) is { } running)
        {
            if (port is not null && port != running.Port)
                throw new SupervisorException($"FlashFlow runs already on port {running.Port}: leave out --port.");
            if (isStandalone && !running.IsStandalone)
                throw new SupervisorException("FlashFlow runs already in cluster mode: leave out --standalone, or ./flashflow down first.");
            session.IsStandalone = running.IsStandalone;
            await EngineLaunch.NeedAllReadyAsync(session, running);
            return running;
        }

        session.IsStandalone = isStandalone;
        var run = new EngineRun(isStandalone ? 0 : 1, 1, 1, port ?? FindFreeHundred(), isStandalone);
        await EngineLaunch.BringUpAsync(session, run);
        return run;
    }

    // 3000, or the next hundred that is free.
    private static int FindFreeHundred()
    {
        for (var port = UsualPort; port < 10_000; port += 100)
        {
            if (Ports.IsInUse(port))
                continue;
            if (port != UsualPort)
                Session.Say($"port {UsualPort} is used by another program: taking {port}.");
            return port;
        }

        throw new SupervisorException("none of the ports 3000, 3100 ... 9900 is free: choose one with --port.");
    }
}
