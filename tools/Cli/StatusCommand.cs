using System.CommandLine;
using System.Globalization;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary><c>status</c>: what runs, what is wrong with it, and where the grains live.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command(
            "status",
            "Shows what this checkout has started: state, process id, address; what is wrong with it, and which sales are suspended; and in which silo the grain of each product lives. Exit code 0 when all of it runs and sells, 1 otherwise.");
        command.SetAction((_, _) => Session.RunAsync(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(Session session)
    {
        var isWell = true;
        var known = ServerKind.All.Where(kind => session.Servers.SourceOf(kind) != ServerSource.None).ToList();
        foreach (var kind in known)
            isWell &= await WriteServerAsync(session, kind);
        if (EngineRun.Load(session.State) is not { } run || session.Servers.Ports is not { } ports
            || EngineLaunch.Programs(session, run, ports) is var programs && !programs.Any(program => session.Supervisor.RecordOf(program.Name).IsThere))
        {
            Session.Say("FlashFlow is not running: ./flashflow up starts it.");
            return ExitCode.Failed;
        }

        foreach (var program in programs)
            isWell &= await WriteProgramAsync(session, program);
        if (session.Supervisor.RecordOf(Dashboard.Name) is { IsThere: true } dashboard)
            WriteLine(Dashboard.Name, dashboard.IsAlive ? "running" : "died", dashboard.LivingId?.ToString(CultureInfo.InvariantCulture), $"http://127.0.0.1:{ports.Dashboard}");
        Session.Say($"mode: {run.Mode}");
        await WriteGrainsAsync(programs);
        return isWell && known.Count > 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<bool> WriteServerAsync(Session session, ServerKind kind)
    {
        if (session.Servers.SourceOf(kind) == ServerSource.Given)
        {
            WriteLine(kind.Name, "given", null, kind.Variable);
            return true;
        }

        var record = session.Supervisor.RecordOf(kind.Name);
        var runs = await session.Servers.IsRunningAsync(kind);
        var address = session.Servers.Ports is { } ports ? $"127.0.0.1:{kind.PortIn(ports)}" : "";
        var state = runs ? "running" : record.IsThere ? "died" : "stopped";
        WriteLine(kind.Name, state, runs ? record.Id?.ToString() ?? "docker" : null, address);
        return runs;
    }

    private static async Task<bool> WriteProgramAsync(Session session, EngineProgram program)
    {
        var record = session.Supervisor.RecordOf(program.Name);
        var address = $"http://127.0.0.1:{program.Port}";
        if (record.LivingId is not { } id)
        {
            WriteLine(program.Name, record.IsThere ? "died" : "stopped", null, address);
            return false;
        }

        var health = await Health.ReadAsync(program.Port);
        if (health is { IsReady: true })
            WriteLine(program.Name, "ready", $"{id}", address);
        else
            WriteLine(program.Name, "not ready", $"{id}", $"{address}/health/ready answers {(health is null ? "nothing" : $"{(int)health.Status}")}");
        foreach (var finding in health?.Findings ?? [])
            Session.Say($"  {finding}");
        return health is { IsReady: true, Findings.Count: 0 };
    }

    private static async Task WriteGrainsAsync(IReadOnlyList<EngineProgram> programs)
    {
        var lines = new List<string>();
        foreach (var silo in programs.Where(program => program.Name.StartsWith("silo-", StringComparison.Ordinal)))
            lines.AddRange((await Health.ReadGrainsAsync(silo.Port)).Select(product => $"the grain of {product} lives in {silo.Name}"));
        foreach (var line in lines.Order(StringComparer.Ordinal))
            Session.Say(line);
    }

    private static void WriteLine(string name, string state, string? id, string address) => Session.Say($"{name,-10} {state,-12} {id ?? "-",-8} {address}");
}
