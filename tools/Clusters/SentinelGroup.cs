using System.Net;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>A primary, two replicas and three sentinels of one test's own. Whoever connects by <see cref="Configuration"/> is led to the primary.</summary>
public sealed class SentinelGroup : IAsyncDisposable
{
    private const string Name = "ledger";
    private const int Replicas = 2;
    private const int Sentinels = 3;

    private readonly List<(SupervisedProcess Process, int Port)> servers = [];
    private readonly List<(SupervisedProcess Process, int Port)> sentinels = [];
    private readonly string directory = Directory.CreateTempSubdirectory("flashflow-sentinel-").FullName;
    private ConnectionMultiplexer? connection;

    private SentinelGroup()
    {
    }

    /// <summary>How to connect, as StackExchange.Redis writes it.</summary>
    public string Configuration => $"{string.Join(',', sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}"))},serviceName={Name}";

    public static async Task<SentinelGroup> StartAsync()
    {
        var group = new SentinelGroup();
        try
        {
            var primary = await group.StartServerAsync();
            for (var i = 0; i < Replicas; i++)
                await group.StartServerAsync("--replicaof", "127.0.0.1", $"{primary}");
            for (var i = 0; i < Sentinels; i++)
                await group.StartSentinelAsync(primary);
            group.connection = await ConnectionMultiplexer.SentinelConnectAsync(string.Join(',', group.sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}")));
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
    public Task IsWholeAsync() => Eventually.HoldsAsync("the sentinels to know all servers", async () =>
    {
        try
        {
            foreach (var sentinel in connection!.GetServers())
            {
                var replicas = await sentinel.SentinelReplicasAsync(Name);
                var others = await sentinel.SentinelSentinelsAsync(Name);
                if (replicas.Count(IsUp) < Replicas || others.Count(IsUp) < Sentinels - 1)
                    return false;
            }

            return true;
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return false;
        }

        static bool IsUp(KeyValuePair<string, string>[] seen) => seen.Single(field => field.Key == "flags").Value is "slave" or "sentinel";
    });

    /// <summary>Kills the primary for good, and waits until another one has been chosen.</summary>
    /// <param name="meanwhile">What is done once it is dead.</param>
    public async Task LosePrimaryAsync(Action? meanwhile = null)
    {
        var port = await PrimaryAsync();
        await servers.Single(server => server.Port == port).Process.KillAsync();
        meanwhile?.Invoke();
        await IsAnotherAsync(port);
    }

    /// <summary>Kills the primary and starts it again when another one has been chosen: it comes back as a replica.</summary>
    public async Task KillPrimaryAsync()
    {
        var port = await PrimaryAsync();
        var at = servers.FindIndex(server => server.Port == port);
        await LosePrimaryAsync();
        servers[at] = (Start(port), port);
        await IsWholeAsync();
    }

    /// <summary>Freezes the primary until another one has been chosen.</summary>
    public async Task FreezePrimaryAsync()
    {
        var port = await PrimaryAsync();
        var process = servers.Single(server => server.Port == port).Process;
        process.Freeze();
        try
        {
            await IsAnotherAsync(port);
        }
        finally
        {
            process.Thaw();
        }

        await IsWholeAsync();
    }

    /// <summary>Has the sentinels choose another primary.</summary>
    public async Task FailOverAsync()
    {
        var port = await PrimaryAsync();
        await connection!.GetServers()[0].SentinelFailoverAsync(Name);
        await IsAnotherAsync(port);
        await IsWholeAsync();
    }

    /// <summary>Freezes all replicas, which take nothing any more.</summary>
    public async Task FreezeReplicasAsync()
    {
        var primary = await PrimaryAsync();
        foreach (var (process, _) in servers.Where(server => server.Port != primary))
            process.Freeze();

        // What was sent to them would be read when they go on.
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{primary},allowAdmin=true");
        await admin.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "replica");
    }

    /// <summary>Has frozen replicas go on.</summary>
    public void ThawReplicas()
    {
        foreach (var (process, _) in servers.Where(server => server.Process.IsRunning))
            process.Thaw();
    }

    /// <summary>Kills all replicas.</summary>
    public async Task KillReplicasAsync()
    {
        var primary = await PrimaryAsync();
        foreach (var (process, port) in servers.Where(server => server.Port != primary))
            await process.KillAsync();
    }

    /// <summary>Starts what was killed.</summary>
    public async Task StartReplicasAsync()
    {
        var primary = await PrimaryAsync();
        foreach (var (at, (process, port)) in servers.Index().ToList())
            if (!process.IsRunning)
                servers[at] = (Start(port, "--replicaof", "127.0.0.1", $"{primary}"), port);
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        foreach (var (process, _) in servers.Concat(sentinels))
            await process.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<int> PrimaryAsync() => ((IPEndPoint)(await connection!.GetServers()[0].SentinelGetMasterAddressByNameAsync(Name))!).Port;

    private Task IsAnotherAsync(int port) => Eventually.HoldsAsync("another primary", async () =>
    {
        try
        {
            return await PrimaryAsync() != port;
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return false;
        }
    });

    private async Task<int> StartServerAsync(params string[] settings)
    {
        var port = FreePort.Find();
        servers.Add((Start(port, settings), port));
        await Eventually.HoldsAsync("a Redis of the group to answer", () => Describe(port).IsReadyAsync(CancellationToken.None));
        return port;
    }

    private SupervisedProcess Start(int port, params string[] settings) => SupervisedProcess.Start(Describe(port, settings));

    private ProgramDescription Describe(int port, params string[] settings) =>
        RedisProgram.Describe("redis", Directory.CreateDirectory(Path.Combine(directory, $"{port}")).FullName, port, ["--repl-diskless-sync-delay", "0", .. settings]);

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
        sentinels.Add((SupervisedProcess.Start(new("sentinel", "redis-server", [file, "--sentinel"]) { Directory = directory }), port));
        await Eventually.HoldsAsync("a sentinel to answer", async () => await Loopback.AskAsync(port, "PING\r\n"u8.ToArray(), 5, CancellationToken.None) is [(byte)'+', ..]);
    }
}
