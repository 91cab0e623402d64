using System.Globalization;
using System.Net;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using StackExchange.Redis;

namespace FlashFlow.Clusters;

/// <summary>A primary, two replicas and three sentinels on loopback, with empty data. Whoever connects by <see cref="Configuration"/> is led to the primary.</summary>
public sealed class SentinelGroup : IAsyncDisposable
{
    private const string Name = "ledger";
    private const int Size = 3;

    private readonly string directory = Directory.CreateTempSubdirectory("flashflow-sentinel-").FullName;
    private readonly List<Member> servers = [];
    private readonly List<Member> sentinels = [];
    private readonly ProcessSupervisor supervisor;
    private readonly string prefix;
    private ConnectionMultiplexer? connection;

    private SentinelGroup(ProcessSupervisor supervisor, string prefix) => (this.supervisor, this.prefix) = (supervisor, prefix);

    /// <summary>How to connect, as StackExchange.Redis writes it.</summary>
    public string Configuration => $"{Addresses},serviceName={Name}";

    private string Addresses => string.Join(',', sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}"));

    /// <summary>Starts them, and waits until the sentinels know each other.</summary>
    /// <param name="supervisor">Runs them.</param>
    /// <param name="prefix">What their names begin with, before <c>redis-1</c> and <c>sentinel-1</c>.</param>
    /// <exception cref="Supervisor.SupervisorException">One does not start.</exception>
    public static async Task<SentinelGroup> StartAsync(ProcessSupervisor supervisor, string prefix = "")
    {
        var group = new SentinelGroup(supervisor, prefix);
        try
        {
            var primary = await group.StartServerAsync();
            while (group.servers.Count < Size)
                await group.StartServerAsync("--replicaof", "127.0.0.1", $"{primary}");
            while (group.sentinels.Count < Size)
                await group.StartSentinelAsync(primary);
            group.connection = await ConnectionMultiplexer.SentinelConnectAsync(group.Addresses);
            await group.IsWholeAsync();
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the sentinels know each other and that all servers are up.</summary>
    /// <exception cref="Supervisor.SupervisorException">They never did.</exception>
    public Task IsWholeAsync() => Patience.UntilAsync<RedisException>("the sentinels to know all servers", async () =>
    {
        foreach (var sentinel in connection!.GetServers())
        {
            var replicas = await sentinel.SentinelReplicasAsync(Name);
            var others = await sentinel.SentinelSentinelsAsync(Name);
            if (replicas.Count(IsUp) < Size - 1 || others.Count(IsUp) < Size - 1)
                return false;
        }

        return true;

        static bool IsUp(KeyValuePair<string, string>[] seen) => seen.Single(field => field.Key == "flags").Value is "slave" or "sentinel";
    });

    /// <summary>The server that the sentinels lead to.</summary>
    public async Task<Member> FindPrimaryAsync()
    {
        var address = (IPEndPoint)(await connection!.GetServers()[0].SentinelGetMasterAddressByNameAsync(Name))!;
        return servers.Single(server => server.Port == address.Port);
    }

    /// <summary>The others.</summary>
    public async Task<IReadOnlyList<Member>> ListReplicasAsync()
    {
        var primary = await FindPrimaryAsync();
        return [.. servers.Where(server => server != primary)];
    }

    /// <summary>How often the sentinels have chosen another primary.</summary>
    public async Task<int> CountFailOversAsync() =>
        int.Parse((await connection!.GetServers()[0].SentinelMasterAsync(Name)).Single(field => field.Key == "config-epoch").Value, CultureInfo.InvariantCulture);

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

    /// <summary>Has the sentinels choose another primary.</summary>
    public async Task FailOverAsync()
    {
        var primary = await FindPrimaryAsync();
        await connection!.GetServers()[0].SentinelFailoverAsync(Name);
        await IsAnotherAsync(primary);
        await IsWholeAsync();
    }

    /// <summary>Freezes all replicas, which take nothing any more.</summary>
    public async Task FreezeReplicasAsync()
    {
        var primary = await FindPrimaryAsync();
        foreach (var replica in await ListReplicasAsync())
            replica.Freeze();

        // What was sent to them would be read when they go on.
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{primary.Port},allowAdmin=true");
        await admin.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "replica");
    }

    /// <summary>Has frozen replicas go on.</summary>
    public void ThawReplicas()
    {
        foreach (var server in servers.Where(server => server.IsRunning))
            server.Thaw();
    }

    /// <summary>Kills all replicas.</summary>
    public async Task KillReplicasAsync()
    {
        foreach (var replica in await ListReplicasAsync())
            await replica.KillAsync();
    }

    /// <summary>Starts what was killed.</summary>
    public async Task StartReplicasAsync()
    {
        foreach (var server in servers.Where(server => !server.IsRunning))
            await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        foreach (var member in servers.Concat(sentinels))
            await member.KillAsync();
        Directory.Delete(directory, recursive: true);
    }

    private Task IsAnotherAsync(Member primary) =>
        Patience.UntilAsync<RedisException>("another primary", async () => await FindPrimaryAsync() != primary);

    private async Task<int> StartServerAsync(params string[] settings)
    {
        var port = FreePort.Find();
        var data = Directory.CreateDirectory(Path.Combine(directory, $"{port}")).FullName;
        var server = RedisProgram.Describe($"{prefix}redis-{servers.Count + 1}", data, port, ["--repl-diskless-sync-delay", "0", .. settings]);
        servers.Add(new(supervisor, server, port));
        await servers[^1].StartAsync();
        return port;
    }

    private async Task StartSentinelAsync(int primary)
    {
        var port = FreePort.Find();
        var file = Path.Combine(directory, $"sentinel-{port}.conf");
        await File.WriteAllTextAsync(file, $"""
            bind 127.0.0.1
            port {port}
            dir {directory}
            sentinel monitor {Name} 127.0.0.1 {primary} 2
            sentinel down-after-milliseconds {Name} 1000
            sentinel failover-timeout {Name} 5000
            sentinel parallel-syncs {Name} 2
            """);
        sentinels.Add(new(
            supervisor,
            new($"{prefix}sentinel-{sentinels.Count + 1}", "redis-server", [file, "--sentinel"])
            {
                Directory = directory,
                IsReadyAsync = cancellation => RedisProgram.AnswersAsync(port, cancellation),
            },
            port));
        await sentinels[^1].StartAsync();
    }
}
