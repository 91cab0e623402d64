using System.CommandLine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary><c>up</c>: everything, from the servers to the drains.</summary>
internal static class UpCommand
{
    private const int LastPort = 65_535;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly Option<int?> Silos = NumberOption.CreateOptional("--silos", "how many silos; default 1, and none with --standalone", "N", min: 1, max: Ports.Most);
    private static readonly Option<int> Fronts = NumberOption.Create("--fronts", "how many fronts, on ports P, P+1, ...", "N", usual: 1, min: 1, max: Ports.Most);
    private static readonly Option<int> Drains = NumberOption.Create("--drains", "how many drains", "N", usual: 1, min: 1, max: Ports.Most);
    private static readonly Option<int> Port = NumberOption.Create("--port", "port of the first front", "P", usual: 3000, min: 1, max: LastPort);
    private static readonly Option<bool> WithDashboard = new("--dashboard") { Description = "with Aspire's dashboard, which shows the trace of every buy; it costs throughput" };
    private static readonly Option<bool> Detach = new("--detach") { Description = "come back once all is ready; ./flashflow down stops it" };

    public static Command Create()
    {
        var command = new Command(
            "up",
            """
            Makes sure of Redis, RabbitMQ and PostgreSQL, builds, prepares the database, starts silos, fronts, drains and the operators' pages, waits until they are ready, prints the addresses. Fronts run in demo mode: POST /init works, the operator key is demo-operator-key, and the shop's demo-shop-key.

            Without --detach it stays in front; Ctrl-C stops all it started. Exit code 0 when it was stopped that way, 1 when something could not be started or all silos, fronts and drains ended by themselves.
            """)
        {
            Silos, Fronts, Drains, LaunchOptions.Standalone, Port, WithDashboard, Detach,
        };
        command.SetAction((parsed, _) =>
        {
            var isStandalone = parsed.GetValue(LaunchOptions.Standalone);
            var run = new EngineRun(isStandalone ? 0 : parsed.GetValue(Silos) ?? 1, parsed.GetValue(Fronts), parsed.GetValue(Drains), parsed.GetValue(Port), isStandalone, HasConsole: true);
            if (isStandalone && parsed.GetValue(Silos) is not null)
                return Session.RefuseAsync("there are no silos in standalone mode: leave out --silos.");
            if (run.Port + run.Fronts - 1 > LastPort)
                return Session.RefuseAsync($"--port {run.Port} leaves no room for {run.Fronts} fronts.");
            return Session.RunAsync(session => RunAsync(session, run, parsed.GetValue(WithDashboard), parsed.GetValue(Detach)));
        });
        return command;
    }

    private static async Task<int> RunAsync(Session session, EngineRun run, bool withDashboard, bool detaches)
    {
        using (await session.LockAsync())
        {
            if (EngineLaunch.FindRunning(session) is { } running)
            {
                await EngineLaunch.NeedAllReadyAsync(session, running);
                EngineLaunch.WriteAddresses(session, running);
                return ExitCode.Ok;
            }

            session.IsStandalone = run.IsStandalone;
            await EngineLaunch.BringUpAsync(session, run, withDashboard);
            EngineLaunch.WriteAddresses(session, run);
            if (detaches)
            {
                session.Keeps = true;
                Session.Say("stop: ./flashflow down");
                return ExitCode.Ok;
            }
        }

        return await WatchAsync(session, [.. EngineLaunch.Programs(session, run with { HasConsole = false }, session.Servers.Ports!).Select(program => program.Name)]);
    }

    // Stays in front until Ctrl-C, `down` from elsewhere, or the end of all silos, fronts and drains.
    private static async Task<int> WatchAsync(Session session, IReadOnlyList<string> programs)
    {
        var reported = new HashSet<string>();
        Session.Say("stop: Ctrl-C");
        while (programs.Any(name => session.Supervisor.RecordOf(name).IsThere))
        {
            foreach (var name in session.Supervisor.Started)
                if (HasDied(session, name) && reported.Add(name))
                    ReportDeath(session, name);
                else if (session.Supervisor.IsAlive(name))
                    reported.Remove(name);
            if (programs.All(name => !session.Supervisor.IsAlive(name)) && programs.Any(name => session.Supervisor.RecordOf(name).IsThere) && !StateLock.IsTaken(session.State))
                throw new SupervisorException("all of FlashFlow's processes have ended.");
            await Task.Delay(LookEvery, session.Interrupted).ContinueWith(_ => { }, TaskScheduler.Default);
            if (!session.Interrupted.IsCancellationRequested)
                continue;
            Session.Say("");
            return ExitCode.Ok;
        }

        using var taken = await StateLock.TakeAsync(session.State, _ => { }, session.Interrupted); // whoever stopped them has the servers to stop, too
        Session.Say("stopped from elsewhere.");
        return ExitCode.Ok;
    }

    // Ended, and not because another command, which would hold the lock, is just stopping it.
    private static bool HasDied(Session session, string name)
    {
        var record = session.Supervisor.RecordOf(name);
        return record is { IsThere: true, IsAlive: false } && !StateLock.IsTaken(session.State) && record.IsThere;
    }

    private static void ReportDeath(Session session, string name)
    {
        Session.Complain($"{name} has ended by itself.");
        foreach (var line in session.State.LogOf(name).LastLines(8))
            Console.Error.WriteLine($"  | {line}");
    }
}
