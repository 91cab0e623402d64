using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Servers;

/// <summary>
/// Where each server comes from. <c>NAME.source</c> says what our own is, and stays with its data; <c>NAME.given</c> holds the address of
/// somebody else's, while that is used instead.
/// </summary>
/// <param name="state">Where this is remembered.</param>
/// <param name="environment">Where given addresses are found, by <see cref="ServerKind.Variable"/>.</param>
internal sealed class ServerSources(StateDirectory state, Func<string, string?> environment)
{
    /// <summary>What our own server is, also while another is used.</summary>
    public ServerSource OwnOf(ServerKind kind) => state.Read(SourceFile(kind)) switch
    {
        "binaries" => ServerSource.Binaries,
        "docker" => ServerSource.Docker,
        _ => ServerSource.None,
    };

    public ServerSource Of(ServerKind kind) => state.Read(GivenFile(kind)) is null ? OwnOf(kind) : ServerSource.Given;

    public bool IsOwn(ServerKind kind) => Of(kind) is ServerSource.Binaries or ServerSource.Docker;

    /// <summary>
    /// Whether the environment has an address of somebody else's. One that is our own server's, as <c>services env</c> printed it, does not
    /// make that server somebody else's.
    /// </summary>
    public bool IsGiven(ServerKind kind) => environment(kind.Variable) is { Length: > 0 } address
        && (OwnOf(kind) == ServerSource.None || Ports.Load(state) is not { } ports || address != kind.AddressIn(ports));

    public string AddressOf(ServerKind kind, Ports ports) =>
        IsGiven(kind) ? environment(kind.Variable)! : state.Read(GivenFile(kind)) ?? kind.AddressIn(ports);

    /// <summary>Decides for each server where it comes from: given; where its data is; in Docker; from programs on this machine.</summary>
    /// <exception cref="SupervisorException">One cannot be had.</exception>
    public async Task ChooseAsync(Func<ServerKind, IServerProgram> programOf, DockerEngine docker, Action<string> say)
    {
        var missing = new List<ServerKind>();
        foreach (var kind in ServerKind.All)
        {
            var best = await BestOfAsync(kind, programOf(kind), docker);
            state.Delete(GivenFile(kind));
            if (OwnOf(kind) == ServerSource.Docker && best is not (ServerSource.Docker or ServerSource.Given))
                say($"{kind.Name}: Docker is not to be had now; going on without the data it has there.");
            if (best == ServerSource.Given)
                state.Write(GivenFile(kind), environment(kind.Variable)!);
            else if (best == ServerSource.None)
                missing.Add(kind);
            else
                state.Write(SourceFile(kind), best == ServerSource.Docker ? "docker" : "binaries");
        }

        if (missing.Count > 0)
            throw new SupervisorException(
                $"{List(missing, kind => kind.Title)} cannot be had here: start a Docker engine (with docker compose), "
                + $"or install {List(missing, kind => kind.Package)}, or set {List(missing, kind => kind.Variable)} to servers that run.");
    }

    /// <summary>Given addresses count for one run; where our own data lies stays known.</summary>
    public void ForgetGiven()
    {
        foreach (var kind in ServerKind.All)
            state.Delete(GivenFile(kind));
    }

    /// <summary>For a run that starts from nothing.</summary>
    public void ForgetAll()
    {
        ForgetGiven();
        foreach (var kind in ServerKind.All)
            state.Delete(SourceFile(kind));
    }

    private async Task<ServerSource> BestOfAsync(ServerKind kind, IServerProgram program, DockerEngine docker)
    {
        if (IsGiven(kind))
            return ServerSource.Given;
        var isInstalled = await program.IsInstalledAsync();
        if (OwnOf(kind) == ServerSource.Binaries && isInstalled)
            return ServerSource.Binaries;
        if (await docker.WorksAsync())
            return ServerSource.Docker;
        return isInstalled ? ServerSource.Binaries : ServerSource.None;
    }

    private static string SourceFile(ServerKind kind) => $"{kind.Name}.source";

    private static string GivenFile(ServerKind kind) => $"{kind.Name}.given";

    private static string List(IEnumerable<ServerKind> kinds, Func<ServerKind, string> word) => string.Join(", ", kinds.Select(word));
}
