using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using StackExchange.Redis;

namespace FlashFlow.Clusters;

/// <summary>
/// Several Redis servers on loopback, with empty data. <em>The primary</em> is the server that sells, and its replicas may take its place. Whoever
/// connects by <see cref="Configuration"/> is led to it.
/// </summary>
/// <param name="supervisor">Runs them.</param>
/// <param name="prefix">What their names begin with, before <c>redis-1</c>.</param>
public abstract class RedisGroup(ProcessSupervisor supervisor, string prefix) : IAsyncDisposable
{
    private readonly List<Member> servers = [];

    /// <summary>How to connect, as StackExchange.Redis writes it.</summary>
    public abstract string Configuration { get; }

    /// <summary>Runs them.</summary>
    protected ProcessSupervisor Supervisor => supervisor;

    /// <summary>What their names begin with.</summary>
    protected string Prefix => prefix;

    /// <summary>Where its files are.</summary>
    protected string Files { get; } = Directory.CreateTempSubdirectory("flashflow-redis-group-").FullName;

    /// <summary>The servers that run and are not frozen.</summary>
    protected IEnumerable<Member> Running => servers.Where(server => server.IsUp);

    /// <summary>All servers.</summary>
    protected IReadOnlyList<Member> Servers => servers;

    /// <summary>Waits until all servers are up, and know it.</summary>
    /// <exception cref="Supervisor.SupervisorException">They never did.</exception>
    public abstract Task IsWholeAsync();

    /// <summary>The primary.</summary>
    public abstract Task<Member> FindPrimaryAsync();

    /// <summary>Those that may take its place.</summary>
    public abstract Task<IReadOnlyList<Member>> ListReplicasAsync();

    /// <summary>Kills the primary for good, and waits until another one has been chosen.</summary>
    /// <param name="meanwhile">What is done once it is dead.</param>
    public async Task LosePrimaryAsync(Action? meanwhile = null)
    {
        var primary = await FindPrimaryAsync();
        await primary.KillAsync();
        meanwhile?.Invoke();
        await IsAnotherAsync(primary);
    }

    /// <summary>Kills the primary and starts it again when another one has been chosen: it comes back as a replica.</summary>
    public async Task KillPrimaryAsync()
    {
        var primary = await FindPrimaryAsync();
        await LosePrimaryAsync();
        await primary.StartAsync();
        await IsWholeAsync();
    }

    /// <summary>Freezes the primary until another one has been chosen.</summary>
    public async Task FreezePrimaryAsync()
    {
        var primary = await FindPrimaryAsync();
        primary.Freeze();
        try
        {
            await IsAnotherAsync(primary);
        }
        finally
        {
            primary.Thaw();
        }

        await IsWholeAsync();
    }

    /// <summary>Has another primary chosen by hand.</summary>
    public async Task FailOverAsync()
    {
        var primary = await FindPrimaryAsync();
        await ChooseAnotherAsync();
        await IsAnotherAsync(primary);
        await IsWholeAsync();
    }

    /// <summary>Freezes the replicas, which take nothing any more.</summary>
    /// <param name="cutOff">Whether what was sent to them by then is lost to them also when they go on.</param>
    public async Task FreezeReplicasAsync(bool cutOff = false)
    {
        var primary = await FindPrimaryAsync();
        foreach (var replica in await ListReplicasAsync())
            replica.Freeze();
        if (cutOff)
            await ExecuteAsync(primary, "CLIENT", "KILL", "TYPE", "replica");
    }

    /// <summary>Has what was frozen go on.</summary>
    public void Thaw()
    {
        foreach (var server in servers.Where(server => server.IsFrozen))
            server.Thaw();
    }

    /// <summary>Kills the replicas.</summary>
    public async Task KillReplicasAsync()
    {
        foreach (var replica in await ListReplicasAsync())
            await replica.KillAsync();
    }

    /// <summary>Kills the primary and its replicas.</summary>
    public async Task KillAllAsync()
    {
        foreach (var server in (Member[])[.. await ListReplicasAsync(), await FindPrimaryAsync()])
            await server.KillAsync();
    }

    /// <summary>Starts what was killed.</summary>
    public async Task StartReplicasAsync()
    {
        foreach (var server in servers.Where(server => !server.IsRunning))
            await server.StartAsync();
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
        foreach (var server in servers)
            await server.KillAsync();
        Directory.Delete(Files, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Has another primary chosen, which may take a while.</summary>
    public abstract Task ChooseAnotherAsync();

    /// <summary>Waits until another one is the primary.</summary>
    protected abstract Task IsAnotherAsync(Member before);

    /// <summary>Starts a server more.</summary>
    /// <param name="replicaOf">The port of the server that it is a replica of; null for none. It keeps in a file what it is told later.</param>
    /// <param name="settings">What else it is set to.</param>
    protected async Task<Member> StartServerAsync(int? replicaOf, params string[] settings)
    {
        var port = FreePort.Find();
        var data = Directory.CreateDirectory(Path.Combine(Files, $"{port}")).FullName;
        var program = RedisProgram.Describe($"{prefix}redis-{servers.Count + 1}", data, port, ["--repl-diskless-sync-delay", "0", .. settings]);
        var file = Path.Combine(data, "redis.conf");
        await File.WriteAllTextAsync(file, replicaOf is null ? "" : $"replicaof 127.0.0.1 {replicaOf}\n");
        servers.Add(new(supervisor, program with { Arguments = [file, .. program.Arguments] }, port));
        await servers[^1].StartAsync();
        return servers[^1];
    }

    /// <summary>Runs a command on a server.</summary>
    protected static async Task ExecuteAsync(Member server, string command, params object[] arguments)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true");
        await admin.GetServer("127.0.0.1", server.Port).ExecuteAsync(command, arguments);
    }
}
