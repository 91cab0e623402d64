using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary>Brings the whole engine up: servers, database, silos, fronts, drains.</summary>
internal static class EngineLaunch
{
    /// <summary>The run of this state directory, if any process of it is alive.</summary>
    public static EngineRun? FindRunning(Session session) =>
        EngineRun.Load(session.State) is { } run && session.Servers.Ports is { } ports && Programs(session, run, ports).Any(program => session.Supervisor.IsAlive(program.Name))
            ? run
            : null;

    /// <summary>The processes of a run.</summary>
    public static IReadOnlyList<EngineProgram> Programs(Session session, EngineRun run, Ports ports) => run.Programs(session.State, ports);

    /// <exception cref="SupervisorException">A process of it has ended, or is not ready.</exception>
    public static async Task NeedAllReadyAsync(Session session, EngineRun run)
    {
        foreach (var program in Programs(session, run, session.Servers.Ports!))
        {
            if (!session.Supervisor.IsAlive(program.Name))
                throw new SupervisorException($"FlashFlow runs already, but {program.Name} has ended: ./flashflow down, then up again.");
            if (await Health.ReadAsync(program.Port, session.Interrupted) is not { IsReady: true })
                throw new SupervisorException($"FlashFlow runs already, but {program.Name} is not ready: see ./flashflow status.");
        }

        Session.Say("FlashFlow runs already.");
    }

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <exception cref="SupervisorException">Something cannot be started.</exception>
    public static async Task BringUpAsync(Session session, EngineRun run, bool withDashboard = false)
    {
        NeedFreePorts(run);
        await session.Servers.StartAsync(session.Interrupted);
        await session.PrepareDatabaseAsync();
        run.Save(session.State);
        var settings = session.Settings();
        if (withDashboard)
            foreach (var (name, value) in await StartDashboardAsync(session))
                settings[name] = value;
        var programs = run.Programs(session.State, session.Servers.Ports!, settings);
        Session.Say($"starting {string.Join(", ", programs.Select(program => program.Name))} ...");
        foreach (var program in programs)
            session.Supervisor.Start(program.Describe()).Dispose();
        foreach (var program in programs)
            await session.Supervisor.AwaitReadyAsync(program.Describe(), session.Interrupted);
    }

    /// <summary>Says where everything is.</summary>
    public static void WriteAddresses(Session session, EngineRun run)
    {
        Session.Say("");
        Session.Say($"FlashFlow is ready ({run.Mode}).");
        foreach (var program in Programs(session, run, session.Servers.Ports!).Where(program => program.Name.StartsWith("front-", StringComparison.Ordinal)))
            Session.Say($"  {program.Name}       http://127.0.0.1:{program.Port}");
        if (run.HasConsole)
            Session.Say($"  operators     http://127.0.0.1:{session.Servers.Ports!.Console}, sign in with demo-operator-key");
        Session.Say($"  health        http://127.0.0.1:{run.Port}/health/ready");
        Session.Say($"  API           http://127.0.0.1:{run.Port}/openapi/v1.json");
        if (session.Supervisor.IsAlive(Dashboard.Name))
            Session.Say($"  dashboard     {DashboardOf(session).Address}");
        Session.Say("  operator key  demo-operator-key");
        Session.Say("  shop key      demo-shop-key");
        Session.Say($"  logs          {session.State.Logs}");
    }

    private static Dashboard DashboardOf(Session session) => new(session.Servers.Ports!.Dashboard, session.Servers.Ports!.Telemetry);

    private static async Task<IReadOnlyDictionary<string, string?>> StartDashboardAsync(Session session)
    {
        var dashboard = DashboardOf(session);
        Session.Say("dashboard: fetching its program where it is missing, starting ...");
        await Dashboard.FetchAsync(session.State, session.Interrupted);
        session.Supervisor.Start(dashboard.Describe()).Dispose();
        await session.Supervisor.AwaitReadyAsync(dashboard.Describe(), session.Interrupted);
        return dashboard.TelemetrySettings;
    }

    private static void NeedFreePorts(EngineRun run)
    {
        for (var port = run.Port; port < run.Port + run.Fronts; port++)
            if (Ports.IsInUse(port))
                throw new SupervisorException($"port {port} is used by another program: choose another with --port.");
    }
}
