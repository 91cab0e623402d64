using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Servers;

/// <summary>The servers of a state directory in containers, by <c>docker compose</c>.</summary>
internal sealed class DockerEngine(StateDirectory state)
{
    /// <summary>In the environment, anything but 0: Docker is left alone.</summary>
    private const string RefusalVariable = "FLASHFLOW_NO_DOCKER";

    private static readonly TimeSpan PatienceWithEngine = TimeSpan.FromSeconds(5);

    private readonly Lazy<Task<bool>> works = new(AnswersAsync);

    /// <summary>Whether there is an engine with compose that answers; asked once.</summary>
    public Task<bool> WorksAsync() => works.Value;

    /// <summary>The servers that run there now.</summary>
    public async Task<IReadOnlyList<string>> RunningAsync(Ports ports)
    {
        var (exitCode, output) = await Compose(ports, "ps", "--status", "running", "--services").RunAsync();
        return exitCode == 0 ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => ServerKind.Find(name) is not null)] : [];
    }

    /// <summary>Runs a compose command.</summary>
    /// <returns>Whether it succeeded; the log says why not.</returns>
    public async Task<bool> RunAsync(Ports ports, CancellationToken cancellation, params string[] arguments)
    {
        var (exitCode, _) = await (Compose(ports, arguments) with { Log = Log }).RunAsync(cancellation);
        return exitCode == 0;
    }

    public LogFile Log => state.LogOf("docker");

    private static async Task<bool> AnswersAsync() =>
        (Environment.GetEnvironmentVariable(RefusalVariable) ?? "0") == "0"
        && (await new ShortCommand("docker", "info") { Patience = PatienceWithEngine }.RunAsync()).ExitCode == 0
        && (await new ShortCommand("docker", "compose", "version").RunAsync()).ExitCode == 0;

    private ShortCommand Compose(Ports ports, params string[] arguments) => new(
        "docker",
        ["compose", "--file", Path.Combine(Repository.Root, "docker-compose.yml"), "--project-name", $"flashflow-{state.Identity}", .. arguments])
    {
        Patience = TimeSpan.FromMinutes(30), // the first time it downloads images
        Environment = ServerKind.All.ToDictionary(kind => $"{kind.Variable}_PORT", string? (kind) => $"{kind.PortIn(ports)}"),
    };
}
