using System.Diagnostics;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Testing;

/// <summary>Servers that a test project starts for itself, when it is run by <c>dotnet test</c> or from an IDE.</summary>
internal static class OwnServers
{
    /// <summary>A state directory for this test project alone: several may run at once.</summary>
    public static StateDirectory OpenState() =>
        StateDirectory.Open(Path.Combine(Repository.Root, ".flashflow", "test", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name));

    /// <summary>Starts them with empty data. They end when this process has.</summary>
    public static ServerGroup Start(ProcessSupervisor supervisor)
    {
        var servers = new ServerGroup(supervisor, _ => null);
        Task.Run(async () =>
        {
            using var taken = await StateLock.TakeAsync(supervisor.State, supervisor.Say);
            await servers.EndAndEmptyAsync();
            EndAfterThisProcess(supervisor.State);
            await servers.StartAsync();
        }).GetAwaiter().GetResult();
        return servers;
    }

    // The host of the tests is not given the time to end anything when it ends; so the launcher does, once the host is gone. Nothing may
    // read what tail writes: it ends when its reader does.
    private static void EndAfterThisProcess(StateDirectory state)
    {
        const string Script = "exec </dev/null >>\"$3\" 2>&1; tail --pid=\"$1\" -f /dev/null; exec dotnet \"$2\" down";
        var start = new ProcessStartInfo(
            "setsid", ["/bin/sh", "-c", Script, "sh", $"{Environment.ProcessId}", Repository.ProgramOf("Cli"), state.LogOf("down").Path]);
        start.Environment[StateDirectory.Variable] = state.Root;
        Process.Start(start)!.Dispose();
    }
}
