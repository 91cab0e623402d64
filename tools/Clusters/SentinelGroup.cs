using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using StackExchange.Redis;

namespace FlashFlow.Clusters;

/// <summary>A primary, two replicas, and three sentinels that choose the primary.</summary>
public sealed class SentinelGroup : RedisGroup
{
    private const string Name = "ledger";
    private const int Size = 3;

    private readonly List<Member> sentinels = [];
    private ConnectionMultiplexer? connection;

    private SentinelGroup(ProcessSupervisor supervisor, string prefix)
        : base(supervisor, prefix)
    {
    }

    /// <inheritdoc/>
    public override string Configuration => $"{Addresses},serviceName={Name}";

    private string Addresses => string.Join(',', sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}"));

    /// <summary>Starts them, and waits until the sentinels know each other.</summary>
    /// <param name="supervisor">Runs them.</param>
    /// <param name="prefix">What their names begin with, before <c>redis-1</c> and <c>sentinel-1</c>.</param>
    /// <exception cref="Supervisor.SupervisorException">One does not start.</exception>
    public static async Task<SentinelGroup> StartAsync(ProcessSupervisor supervisor, string prefix = "")
    {
        var group = new SentinelGroup(supervisor, prefix);
        return await Cluster.StartAsync(group, async () =>
        {
            var primary = await group.StartServerAsync(replicaOf: null);
            while (group.Servers.Count < Size)
                await group.StartServerAsync(primary.Port);
            while (group.sentinels.Count < Size)
                await group.StartSentinelAsync(primary);
            group.connection = await ConnectionMultiplexer.SentinelConnectAsync(group.Addresses);
            await group.IsWholeAsync();
        });
    }

    /// <inheritdoc/>
    public override Task IsWholeAsync() => Patience.UntilAsync<RedisException>("the sentinels to know all servers", async () =>
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

    /// <inheritdoc/>
    public override async Task<Member> FindPrimaryAsync()
    {
        var address = (IPEndPoint)(await connection!.GetServers()[0].SentinelGetMasterAddressByNameAsync(Name))!;
        return Servers.Single(server => server.Port == address.Port);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Member>> ListReplicasAsync()
    {
        var primary = await FindPrimaryAsync();
        return [.. Servers.Where(server => server != primary)];
    }

    /// <summary>Cuts the primary off until another one has been chosen.</summary>
    public async Task CutOffPrimaryAsync()
    {
        var primary = await FindPrimaryAsync();
        await using (await BeginCutOffAsync())
            await IsAnotherAsync(primary);
        await IsWholeAsync();
    }

    /// <summary>
    /// Cuts the primary off from its replicas and from the sentinels: it wants a password from who connects anew. Whoever else is connected to it stays
    /// so, and may write to it.
    /// </summary>
    /// <returns>What ends it when it is disposed of.</returns>
    public async Task<IAsyncDisposable> BeginCutOffAsync()
    {
        var primary = await FindPrimaryAsync();
        var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{primary.Port},allowAdmin=true");
        var server = admin.GetServers()[0];
        await server.ExecuteAsync("ACL", "SETUSER", "default", "resetpass", ">nobody knows it");
        foreach (var client in await server.ClientListAsync())
            if (client.ClientType == ClientType.Replica || client.Name?.StartsWith("sentinel-", StringComparison.Ordinal) == true)
                await server.ClientKillAsync(id: client.Id);
        return new CutOff(admin);
    }

    /// <summary>How often the sentinels have chosen another primary.</summary>
    public async Task<int> CountFailOversAsync() =>
        int.Parse((await connection!.GetServers()[0].SentinelMasterAsync(Name)).Single(field => field.Key == "config-epoch").Value, CultureInfo.InvariantCulture);

    /// <summary>How many connections lead to the sentinels, those between them among them.</summary>
    public int CountConnections() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.State == TcpState.Established && sentinels.Exists(sentinel => sentinel.Port == connection.RemoteEndPoint.Port));

    public override async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        foreach (var sentinel in sentinels)
            await sentinel.KillAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    public override Task ChooseAnotherAsync() => connection!.GetServers()[0].SentinelFailoverAsync(Name);

    /// <inheritdoc/>
    protected override Task IsAnotherAsync(Member before) =>
        Patience.UntilAsync<RedisException>("another primary", async () => await FindPrimaryAsync() != before);

    private async Task StartSentinelAsync(Member primary)
    {
        var port = FreePort.Find();
        var file = Path.Combine(Files, $"sentinel-{port}.conf");
        await File.WriteAllTextAsync(file, $"""
            bind 127.0.0.1
            port {port}
            dir {Files}
            sentinel monitor {Name} 127.0.0.1 {primary.Port} 2
            sentinel down-after-milliseconds {Name} 1000
            sentinel failover-timeout {Name} 5000
            sentinel parallel-syncs {Name} 2
            """);
        sentinels.Add(new(
            Supervisor,
            new($"{Prefix}sentinel-{sentinels.Count + 1}", "redis-server", [file, "--sentinel"])
            {
                Directory = Files,
                IsReadyAsync = cancellation => RedisProgram.AnswersAsync(port, cancellation),
            },
            port));
        await sentinels[^1].StartAsync();
    }

    private sealed class CutOff(ConnectionMultiplexer admin) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await admin.GetServers()[0].ExecuteAsync("ACL", "SETUSER", "default", "nopass");
            await admin.DisposeAsync();
        }
    }
}
