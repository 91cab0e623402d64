using System.CommandLine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary><c>demo</c> and <c>overload</c>: verbs that need a running front, and start one where none runs.</summary>
internal static class FrontCommands
{
    private const int UsualPort = 3000;

    public static Command CreateDemo()
    {
        var command = new Command(
            "demo",
            """
            Starts FlashFlow if it is not running, puts 100 units on sale, lets 100 connections buy for 5 seconds, waits until every order is stored, shows the result and checks the books. Stops what it started. Exit code 0 only if exactly 100 were sold and everything balances.

            With --holds each unit is held for 5 seconds until it is paid for. 300 people come, and every third never pays: what they leave goes to those who keep asking. Shows how long units stood empty, from the end of one hold to the beginning of the next. Exit code 0 only if in the end exactly 100 are paid for and everything balances.
            """)
        {
            LaunchOptions.Standalone, LaunchOptions.Port, LaunchOptions.Holds, LaunchOptions.Keep,
        };
        command.SetAction((parsed, _) => Session.RunAsync(async session =>
        {
            var wasRunning = EngineLaunch.FindRunning(session) is not null;
            var run = await FindOrStartAsync(session, parsed);
            string[] holds = parsed.GetValue(LaunchOptions.Holds) ? [LaunchOptions.Holds.Name] : [];
            var exitCode = await session.RunToolAsync(["demo", "--url", $"http://127.0.0.1:{run.Port}", .. holds]);
            TellPage(session, run, stays: wasRunning || parsed.GetValue(LaunchOptions.Keep), wasRunning);
            return exitCode;
        }));
        return command;
    }

    private static void TellPage(Session session, EngineRun run, bool stays, bool wasRunning)
    {
        var page = $"http://127.0.0.1:{run.Port}/p/demo";
        if (session.Interrupted.IsCancellationRequested)
            return;
        Session.Say(stays ? $"the sale: {page}" : $"with --keep the sale can be looked at afterwards: {page}");
        if (!stays || wasRunning)
            return;
        session.Keeps = true;
        Session.Say("stop: ./flashflow down");
    }

    /// <summary>The program finds the front by itself: it is the one of the state directory.</summary>
    public static async Task<int> OverloadAsync(Session session, string[] arguments)
    {
        await FindOrStartAsync(session, LaunchOptions.Read(arguments));
        return await session.RunToolAsync(arguments);
    }

    private static async Task<EngineRun> FindOrStartAsync(Session session, ParseResult asked)
    {
        using var taken = await session.LockAsync();
        return await FindOrStartAsync(session, asked.GetValue(LaunchOptions.Port), asked.GetValue(LaunchOptions.Standalone));
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
