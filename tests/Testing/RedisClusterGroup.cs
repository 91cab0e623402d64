using System.Net;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>
/// A Redis Cluster of one test's own: three primaries, each with a replica. <em>The primary</em> is the one that has the slot of a hash tag.
/// </summary>
public sealed class RedisClusterGroup : RedisGroup
{
    private const int Shards = 3;
    private const int Slots = 16_384;
    private const int KeysAtOnce = 10;

    private readonly Dictionary<int, int> buses = [];
    private readonly RedisKey tag;
    private ConnectionMultiplexer? connection;

    private RedisClusterGroup(string tag) => this.tag = $"{{{tag}}}";

    /// <inheritdoc/>
    public override string Configuration => string.Join(',', Ports.Select(port => $"127.0.0.1:{port}"));

    // Whoever has lost neither their slots nor their place sells on.
    protected override string[] SettingsOf(int port) =>
    [
        "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no", "--cluster-port", $"{BusOf(port)}",
    ];

    private int Slot => connection!.GetHashSlot(tag);

    /// <summary>Starts it.</summary>
    /// <param name="tag">The hash tag whose primary is meant where the primary is.</param>
    public static async Task<RedisClusterGroup> StartAsync(string tag)
    {
        var group = new RedisClusterGroup(tag);
        try
        {
            for (var i = 0; i < 2 * Shards; i++)
                await group.StartServerAsync();
            group.connection = await ConnectionMultiplexer.ConnectAsync($"{group.Configuration},allowAdmin=true,abortConnect=false");
            await group.JoinAsync([.. group.Ports]);
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
    public override Task IsWholeAsync() => IsSoAsync("the cluster to be whole", async () =>
    {
        foreach (var port in Ports)
        {
            var nodes = (await ServerOn(port).ClusterNodesAsync())!.Nodes;
            if (nodes.Count != 2 * Shards || nodes.Count(node => node.IsReplica) != Shards || nodes.Any(node => node.IsFail || node.IsPossiblyFail || !node.IsConnected))
                return false;
            if (!((string)(await ServerOn(port).ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal))
                return false;
            var replication = (await ServerOn(port).InfoRawAsync("replication"))!;
            if (!replication.Contains(nodes.Single(node => node.IsMyself).IsReplica ? "master_link_status:up" : "state=online", StringComparison.Ordinal))
                return false;
        }

        return true;
    });

    /// <summary>Gives the slot to another primary, with all that is in it.</summary>
    /// <param name="meanwhileAsync">What is done when some of its keys are there, and others not yet.</param>
    public async Task MoveSlotAsync(Func<Task>? meanwhileAsync = null)
    {
        var nodes = (await FindAsync())!;
        var from = nodes.GetBySlot(Slot)!;
        var to = nodes.Nodes.First(node => !node.IsReplica && node.NodeId != from.NodeId);
        var (fromPort, toPort) = (PortOf(from), PortOf(to));
        await ExecuteAsync(toPort, "CLUSTER", "SETSLOT", Slot, "IMPORTING", from.NodeId);
        await ExecuteAsync(fromPort, "CLUSTER", "SETSLOT", Slot, "MIGRATING", to.NodeId);
        while ((RedisKey[])(await ServerOn(fromPort).ExecuteAsync("CLUSTER", "GETKEYSINSLOT", Slot, meanwhileAsync is null ? KeysAtOnce : 1))! is [_, ..] keys)
        {
            await ExecuteAsync(fromPort, "MIGRATE", ["127.0.0.1", toPort, "", 0, 10_000, "KEYS", .. keys]);
            if (meanwhileAsync is not null)
                await meanwhileAsync();
            meanwhileAsync = null;
        }

        foreach (var port in (int[])[toPort, fromPort])
            await ExecuteAsync(port, "CLUSTER", "SETSLOT", Slot, "NODE", to.NodeId);
        await IsAnotherAsync(fromPort);
        await IsWholeAsync();
    }

    /// <summary>A name whose key the primary has, or another one.</summary>
    /// <param name="keyOf">The key of a name.</param>
    /// <param name="isElsewhere">Whether it is another one.</param>
    public async Task<string> FindNameAsync(Func<string, string> keyOf, bool isElsewhere)
    {
        var nodes = (await FindAsync())!;
        return Enumerable.Range(0, Slots).Select(_ => $"name-{Guid.NewGuid():N}")
            .First(name => isElsewhere == (nodes.GetBySlot(connection!.GetHashSlot(keyOf(name)))!.NodeId != nodes.GetBySlot(Slot)!.NodeId));
    }

    /// <summary>Runs a command on each of the other primaries.</summary>
    public async Task ExecuteElsewhereAsync(string command, params object[] arguments)
    {
        var nodes = (await FindAsync())!;
        foreach (var node in nodes.Nodes.Where(node => !node.IsReplica && node.NodeId != nodes.GetBySlot(Slot)!.NodeId))
            await ExecuteAsync(PortOf(node), command, arguments);
    }

    public override async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<int> PrimaryAsync() => PortOf((await FindAsync())!.GetBySlot(Slot)!);

    protected override async Task<IReadOnlyList<int>> ReplicasAsync()
    {
        var nodes = (await FindAsync())!;
        return [.. nodes.Nodes.Where(node => node.ParentNodeId == nodes.GetBySlot(Slot)!.NodeId).Select(PortOf)];
    }

    protected override async Task ChooseAnotherAsync() => await ExecuteAsync((await ReplicasAsync())[0], "CLUSTER", "FAILOVER");

    protected override Task IsAnotherAsync(int port) => IsSoAsync("another primary", async () =>
    {
        foreach (var other in Ports.Where(other => other != port))
            if ((await ServerOn(other).ClusterNodesAsync())!.GetBySlot(Slot) is not { } primary || PortOf(primary) == port)
                return false;
        return true;
    });

    protected override Task ExecuteAsync(int port, string command, params object[] arguments) => ServerOn(port).ExecuteAsync(command, arguments);

    private static int PortOf(ClusterNode node) => ((IPEndPoint)node.EndPoint!).Port;

    private static Task IsSoAsync(string what, Func<Task<bool>> isSo) => Eventually.HoldsAsync(what, async () =>
    {
        try
        {
            return await isSo();
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return false;
        }
    });

    private async Task JoinAsync(int[] ports)
    {
        for (var i = 0; i < Shards; i++)
            await ExecuteAsync(ports[i], "CLUSTER", "ADDSLOTSRANGE", Slots * i / Shards, (Slots * (i + 1) / Shards) - 1);
        foreach (var (number, port) in ports.Index())
        {
            await ExecuteAsync(port, "CLUSTER", "SET-CONFIG-EPOCH", number + 1);
            await ExecuteAsync(ports[0], "CLUSTER", "MEET", "127.0.0.1", port, BusOf(port));
        }

        foreach (var (number, port) in ports[Shards..].Index())
        {
            await IsSoAsync("all nodes to be met", async () => (await ServerOn(port).ClusterNodesAsync())!.Nodes.Count == ports.Length);
            var primary = await ServerOn(ports[number]).ExecuteAsync("CLUSTER", "MYID");
            await ExecuteAsync(port, "CLUSTER", "REPLICATE", (string)primary!);
        }
    }

    // Where the nodes talk to each other: usually 10,000 above, where nobody promises that it is free.
    private int BusOf(int port) => buses.TryGetValue(port, out var bus) ? bus : buses[port] = FreePort.Find();

    private Task<ClusterConfiguration?> FindAsync() => ServerOn(Ports.First()).ClusterNodesAsync();

    private IServer ServerOn(int port) => connection!.GetServer("127.0.0.1", port);
}
