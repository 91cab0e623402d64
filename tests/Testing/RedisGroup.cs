using System.Text;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Testing;

/// <summary>
/// Several Redis servers of one test's own. <em>The primary</em> is the server that sells, and its replicas may take its place. Whoever connects by
/// <see cref="Configuration"/> is led to it.
/// </summary>
public abstract class RedisGroup : IAsyncDisposable
{
    private readonly List<(SupervisedProcess Process, int Port)> servers = [];
    private readonly HashSet<int> frozen = [];

    /// <summary>How to connect, as StackExchange.Redis writes it.</summary>
    public abstract string Configuration { get; }

    /// <summary>Where its files are.</summary>
    protected string Files { get; } = Directory.CreateTempSubdirectory("flashflow-redis-group-").FullName;

    /// <summary>Where the servers listen that run and are not frozen.</summary>
    protected IEnumerable<int> Ports => servers.Where(server => server.Process.IsRunning).Select(server => server.Port).Except(frozen);

    /// <summary>Waits until all servers are up, and know it.</summary>
    public abstract Task IsWholeAsync();

    /// <summary>Kills the primary for good, and waits until another one has been chosen.</summary>
    /// <param name="meanwhile">What is done once it is dead.</param>
    public async Task LosePrimaryAsync(Action? meanwhile = null)
    {
        var port = await PrimaryAsync();
        await ProcessOf(port).KillAsync();
        meanwhile?.Invoke();
        await IsAnotherAsync(port);
    }

    /// <summary>Kills the primary and starts it again when another one has been chosen: it comes back as a replica.</summary>
    public async Task KillPrimaryAsync()
    {
        var port = await PrimaryAsync();
        await LosePrimaryAsync();
        Restart(port);
        // Sentinels leave it a primary for seconds, with what it had; who reads there would see that.
        await Eventually.HoldsAsync("what was the primary to be a replica", async () =>
            Encoding.ASCII.GetString(await Loopback.AskAsync(port, "ROLE\r\n"u8.ToArray(), "*5\r\n$5\r\nslave".Length, CancellationToken.None)).EndsWith("slave", StringComparison.Ordinal));
        await IsWholeAsync();
    }

    /// <summary>Freezes the primary until another one has been chosen.</summary>
    public async Task FreezePrimaryAsync()
    {
        var port = await PrimaryAsync();
        Freeze(port);
        try
        {
            await IsAnotherAsync(port);
        }
        finally
        {
            Thaw();
        }

        await IsWholeAsync();
    }

    /// <summary>Has another primary chosen by hand.</summary>
    public async Task FailOverAsync()
    {
        var port = await PrimaryAsync();
        await ChooseAnotherAsync();
        await IsAnotherAsync(port);
        await IsWholeAsync();
    }

    /// <summary>Freezes the replicas, which take nothing any more.</summary>
    /// <param name="cutOff">Whether they do not find it either when they go on.</param>
    public async Task FreezeReplicasAsync(bool cutOff = false)
    {
        var primary = await PrimaryAsync();
        foreach (var port in await ReplicasAsync())
            Freeze(port);
        if (cutOff)
            await ExecuteAsync(primary, "CLIENT", "KILL", "TYPE", "replica");
    }

    /// <summary>Has what was frozen go on.</summary>
    public void Thaw()
    {
        foreach (var port in frozen)
            ProcessOf(port).Thaw();
        frozen.Clear();
    }

    /// <summary>Kills the replicas.</summary>
    public async Task KillReplicasAsync()
    {
        foreach (var port in await ReplicasAsync())
            await ProcessOf(port).KillAsync();
    }

    /// <summary>Kills the primary and its replicas.</summary>
    public async Task KillAllAsync()
    {
        foreach (var port in (int[])[.. await ReplicasAsync(), await PrimaryAsync()])
            await ProcessOf(port).KillAsync();
    }

    /// <summary>Starts what was killed.</summary>
    public async Task StartReplicasAsync()
    {
        var settings = await AsReplicaAsync();
        foreach (var (process, port) in servers.ToList())
            if (!process.IsRunning)
                Restart(port, settings);
    }

    /// <summary>Has all servers up again, whatever was done to them.</summary>
    public async Task MendAsync()
    {
        Thaw();
        await StartReplicasAsync();
        await IsWholeAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in servers)
            await process.DisposeAsync();
        Directory.Delete(Files, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Where the primary listens.</summary>
    protected abstract Task<int> PrimaryAsync();

    /// <summary>Where those listen that may take its place.</summary>
    protected abstract Task<IReadOnlyList<int>> ReplicasAsync();

    /// <summary>Has another primary chosen, which may take a while.</summary>
    protected abstract Task ChooseAnotherAsync();

    /// <summary>Waits until another one is the primary than that on this port.</summary>
    protected abstract Task IsAnotherAsync(int port);

    /// <summary>Runs a command on the server on this port.</summary>
    protected abstract Task ExecuteAsync(int port, string command, params object[] arguments);

    /// <summary>Settings of the server on this port, beside those of every ledger.</summary>
    protected virtual string[] SettingsOf(int port) => [];

    /// <summary>Settings with which a server is a replica, where it does not know it by itself.</summary>
    protected virtual Task<string[]> AsReplicaAsync() => Task.FromResult<string[]>([]);

    /// <summary>Starts a server more.</summary>
    /// <returns>Its port.</returns>
    protected async Task<int> StartServerAsync(params string[] settings)
    {
        var port = FreePort.Find();
        servers.Add((Start(port, settings), port));
        await Eventually.HoldsAsync("a Redis of the group to answer", () => Describe(port).IsReadyAsync(CancellationToken.None));
        return port;
    }

    private void Freeze(int port)
    {
        frozen.Add(port);
        ProcessOf(port).Freeze();
    }

    private void Restart(int port, params string[] settings) =>
        servers[servers.FindIndex(server => server.Port == port)] = (Start(port, settings), port);

    private SupervisedProcess ProcessOf(int port) => servers.Single(server => server.Port == port).Process;

    private SupervisedProcess Start(int port, string[] settings) => SupervisedProcess.Start(Describe(port, settings));

    private ProgramDescription Describe(int port, params string[] settings) => RedisProgram.Describe(
        "redis", Directory.CreateDirectory(Path.Combine(Files, $"{port}")).FullName, port, ["--repl-diskless-sync-delay", "0", .. SettingsOf(port), .. settings]);
}
