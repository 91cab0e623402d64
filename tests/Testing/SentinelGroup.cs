using System.Net;
using FlashFlow.Supervisor.Servers;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>A primary, two replicas and three sentinels of one test's own.</summary>
public sealed class SentinelGroup : RedisGroup
{
    private const string Name = "ledger";
    private const int Replicas = 2;
    private const int Sentinels = 3;

    private readonly List<(SupervisedProcess Process, int Port)> sentinels = [];
    private ConnectionMultiplexer? connection;

    private SentinelGroup()
    {
    }

    /// <inheritdoc/>
    public override string Configuration => $"{Addresses},serviceName={Name}";

    private string Addresses => string.Join(',', sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}"));

    public static async Task<SentinelGroup> StartAsync()
    {
        var group = new SentinelGroup();
        try
        {
            var primary = await group.StartServerAsync();
            for (var i = 0; i < Replicas; i++)
                await group.StartServerAsync(ReplicaOf(primary));
            for (var i = 0; i < Sentinels; i++)
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

    /// <inheritdoc/>
    public override Task IsWholeAsync() => Eventually.HoldsAsync("the sentinels to know all servers", async () =>
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

    public override async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        foreach (var (process, _) in sentinels)
            await process.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<int> PrimaryAsync() => ((IPEndPoint)(await connection!.GetServers()[0].SentinelGetMasterAddressByNameAsync(Name))!).Port;

    protected override async Task<IReadOnlyList<int>> ReplicasAsync()
    {
        var primary = await PrimaryAsync();
        return [.. Ports.Where(port => port != primary)];
    }

    protected override Task ChooseAnotherAsync() => connection!.GetServers()[0].SentinelFailoverAsync(Name);

    protected override Task IsAnotherAsync(int port) => Eventually.HoldsAsync("another primary", async () =>
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

    protected override async Task ExecuteAsync(int port, string command, params object[] arguments)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},allowAdmin=true");
        await admin.GetServers()[0].ExecuteAsync(command, arguments);
    }

    protected override async Task<string[]> AsReplicaAsync() => ReplicaOf(await PrimaryAsync());

    private static string[] ReplicaOf(int primary) => ["--replicaof", "127.0.0.1", $"{primary}"];

    private async Task StartSentinelAsync(int primary)
    {
        var port = FreePort.Find();
        var file = Path.Combine(Files, $"sentinel-{port}.conf");
        await File.WriteAllTextAsync(file, $"""
            bind 127.0.0.1
            port {port}
            dir {Files}
            sentinel monitor {Name} 127.0.0.1 {primary} 2
            sentinel down-after-milliseconds {Name} 1000
            sentinel failover-timeout {Name} 5000
            sentinel parallel-syncs {Name} 2
            """);
        sentinels.Add((SupervisedProcess.Start(new("sentinel", "redis-server", [file, "--sentinel"]) { Directory = Files }), port));
        await Eventually.HoldsAsync("a sentinel to answer", async () => await Loopback.AskAsync(port, "PING\r\n"u8.ToArray(), 5, CancellationToken.None) is [(byte)'+', ..]);
    }
}
