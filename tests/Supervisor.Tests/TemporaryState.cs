namespace FlashFlow.Supervisor.Tests;

/// <summary>A state directory of one test's own. Whatever the test leaves running in it is ended.</summary>
public sealed class TemporaryState : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("flashflow-state-").FullName;

    private TemporaryState()
    {
        // PostgreSQL runs as another user, who has to get through.
        File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        State = StateDirectory.Open(directory);
        Supervisor = new(State, Said.Add);
        Servers = new(Supervisor, _ => null);
    }

    public static TemporaryState Open() => new();

    public StateDirectory State { get; }

    public ProcessSupervisor Supervisor { get; }

    public ServerGroup Servers { get; }

    /// <summary>What the supervisor said.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Starts a shell script under a name.</summary>
    /// <returns>Its process id.</returns>
    public int StartScript(string name, string script, params string[] arguments)
    {
        using var process = Supervisor.Start(new ProgramDescription(name, "/bin/sh", ["-c", script, name, .. arguments]));
        return process.Id;
    }

    /// <summary>Waits until a process has written a line to its log.</summary>
    public Task<string> LogSaysAsync(string name, string word) => Eventually.SeesAsync(
        $"{name} to say {word}", () => Task.FromResult(string.Join('\n', State.LogOf(name).LastLines())), log => log.Contains(word, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Servers.ThawAllAsync();
        foreach (var name in Supervisor.Recorded)
            await Supervisor.KillAsync(name);
        await Strays.EndAsync(State);
        Directory.Delete(directory, recursive: true);
    }
}
