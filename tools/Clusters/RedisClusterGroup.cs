using System.Net;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using StackExchange.Redis;

namespace FlashFlow.Clusters;

/// <summary>
/// A Redis Cluster: three primaries, each with a replica. <em>The primary</em> is the one that has the slot of a hash tag.
/// </summary>
public sealed class RedisClusterGroup : RedisGroup
{
    private const int Shards = 3;
    private const int Slots = 16_384;
    private const int KeysAtOnce = 10;

    // Where the nodes talk to each other: usually 10,000 above, where nobody promises that it is free.
    private readonly List<int> buses = [];
    private readonly RedisKey tag;
    private ConnectionMultiplexer? connection;

    private RedisClusterGroup(ProcessSupervisor supervisor, string prefix, string tag)
        : base(supervisor, prefix) => this.tag = $"{{{tag}}}";

    /// <inheritdoc/>
    public override string Configuration => string.Join(',', Servers.Select(server => $"127.0.0.1:{server.Port}"));

    private int Slot => connection!.GetHashSlot(tag);

    /// <summary>Starts it.</summary>
    /// <param name="supervisor">Runs the servers.</param>
    /// <param name="prefix">What their names begin with, before <c>redis-1</c>.</param>
    /// <param name="tag">The hash tag whose primary is meant where the primary is.</param>
    /// <exception cref="Supervisor.SupervisorException">One does not start.</exception>
    public static async Task<RedisClusterGroup> StartAsync(ProcessSupervisor supervisor, string prefix, string tag)
    {
        var group = new RedisClusterGroup(supervisor, prefix, tag);
        return await Cluster.StartAsync(group, async () =>
        {
            for (var i = 0; i < 2 * Shards; i++)
                await group.StartNodeAsync();
            group.connection = await ConnectionMultiplexer.ConnectAsync($"{group.Configuration},allowAdmin=true,abortConnect=false");
            await group.JoinAsync();
            await group.IsWholeAsync();
        });
    }

    /// <inheritdoc/>
    public override Task IsWholeAsync() => Patience.UntilAsync<RedisException>("the cluster to be whole", async () =>
    {
        foreach (var server in Running)
        {
            var nodes = (await Of(server).ClusterNodesAsync())!.Nodes;
            if (nodes.Count != 2 * Shards || nodes.Count(node => node.IsReplica) != Shards || nodes.Any(node => node.IsFail || node.IsPossiblyFail || !node.IsConnected))
                return false;
            if (!((string)(await Of(server).ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal))
                return false;
            var replication = (await Of(server).InfoRawAsync("replication"))!;
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
        var (source, target) = (MemberOf(from), MemberOf(to));
        await ExecuteAsync(target, "CLUSTER", "SETSLOT", Slot, "IMPORTING", from.NodeId);
        await ExecuteAsync(source, "CLUSTER", "SETSLOT", Slot, "MIGRATING", to.NodeId);
        while ((RedisKey[])(await Of(source).ExecuteAsync("CLUSTER", "GETKEYSINSLOT", Slot, meanwhileAsync is null ? KeysAtOnce : 1))! is [_, ..] keys)
        {
            await ExecuteAsync(source, "MIGRATE", ["127.0.0.1", target.Port, "", 0, 10_000, "KEYS", .. keys]);
            if (meanwhileAsync is not null)
                await meanwhileAsync();
            meanwhileAsync = null;
        }

        foreach (var server in (Member[])[target, source])
            await ExecuteAsync(server, "CLUSTER", "SETSLOT", Slot, "NODE", to.NodeId);
        await IsAnotherAsync(source);
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
            await ExecuteAsync(MemberOf(node), command, arguments);
    }

    public override async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    public override async Task<Member> FindPrimaryAsync() => MemberOf((await FindAsync())!.GetBySlot(Slot)!);

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Member>> ListReplicasAsync()
    {
        var nodes = (await FindAsync())!;
        return [.. nodes.Nodes.Where(node => node.ParentNodeId == nodes.GetBySlot(Slot)!.NodeId).Select(MemberOf)];
    }

    /// <inheritdoc/>
    public override async Task ChooseAnotherAsync() => await ExecuteAsync((await ListReplicasAsync())[0], "CLUSTER", "FAILOVER");

    /// <inheritdoc/>
    protected override Task IsAnotherAsync(Member before) => Patience.UntilAsync<RedisException>("another primary", async () =>
    {
        foreach (var other in Running.Where(other => other != before))
            if ((await Of(other).ClusterNodesAsync())!.GetBySlot(Slot) is not { } primary || MemberOf(primary) == before)
                return false;
        return true;
    });

    private async Task StartNodeAsync()
    {
        buses.Add(FreePort.Find());
        // Whoever has lost neither their slots nor their place sells on.
        await StartServerAsync(
            replicaOf: null, "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no", "--cluster-port", $"{buses[^1]}");
    }

    private async Task JoinAsync()
    {
        for (var i = 0; i < Shards; i++)
            await ExecuteAsync(Servers[i], "CLUSTER", "ADDSLOTSRANGE", Slots * i / Shards, (Slots * (i + 1) / Shards) - 1);
        foreach (var (number, server) in Servers.Index())
        {
            await ExecuteAsync(server, "CLUSTER", "SET-CONFIG-EPOCH", number + 1);
            await ExecuteAsync(Servers[0], "CLUSTER", "MEET", "127.0.0.1", server.Port, buses[number]);
        }

        foreach (var (number, replica) in Servers.Skip(Shards).Index())
        {
            await Patience.UntilAsync<RedisException>("all nodes to be met", async () => (await Of(replica).ClusterNodesAsync())!.Nodes.Count == Servers.Count);
            var primary = await Of(Servers[number]).ExecuteAsync("CLUSTER", "MYID");
            await ExecuteAsync(replica, "CLUSTER", "REPLICATE", (string)primary!);
        }
    }

    private Task<ClusterConfiguration?> FindAsync() => Of(Running.First()).ClusterNodesAsync();

    private Member MemberOf(ClusterNode node) => Servers.Single(server => server.Port == ((IPEndPoint)node.EndPoint!).Port);

    private IServer Of(Member server) => connection!.GetServer("127.0.0.1", server.Port);
}
