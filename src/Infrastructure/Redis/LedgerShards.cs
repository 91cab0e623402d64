using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// The servers that the ledger lies on: one, or each primary of a Redis Cluster that has slots. A shard is known by a number: keys that have it as
/// their hash tag lie there.
/// </summary>
internal static class LedgerShards
{
    // Among so many numbers there is one of each server, unless it has next to no slots.
    private const int MostNumbers = 1_000;

    /// <summary>A number of each.</summary>
    public static IReadOnlyList<int> Of(IConnectionMultiplexer redis)
    {
        var cluster = Array.Find(redis.GetServers(), server => server is { IsConnected: true, ServerType: ServerType.Cluster })?.ClusterConfiguration;
        if (cluster is null)
            return [0];
        var primaries = cluster.Nodes.Count(node => !node.IsReplica && node.Slots.Count > 0);
        return [.. Enumerable.Range(0, MostNumbers).DistinctBy(number => cluster.GetBySlot(TagOf(number))?.NodeId).Take(primaries)];
    }

    /// <summary>What the names of keys of a shard have in them.</summary>
    public static string TagOf(int shard) => $"{{shard-{shard}}}";
}
