using FlashFlow.Core.Guarding;
using FlashFlow.Infrastructure.Redis;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Runtime;
using StackExchange.Redis;

namespace FlashFlow.Silo;

/// <summary>
/// Puts the cluster's table of members back when Redis has lost it (G7): the silos live on and know each other, but no front would find
/// them any more. Every silo copies the table once a second, and whoever misses itself there writes back what is missing.
/// </summary>
internal sealed class MembershipKeeper(
    RedisConnection redis,
    IOptions<RedisClusteringOptions> clustering,
    IOptions<ClusterOptions> cluster,
    ILocalSiloDetails self,
    TimeProvider time,
    ILogger<MembershipKeeper> logger) : BackgroundService
{
    // A silo that finds a newer table without itself takes itself for dead. So a table that is gone comes back with the version that all
    // silos know, and one that a new silo has begun meanwhile gets all members of the old one and a version that all of them follow.
    private const string Restore = """
        #!lua
        -- KEYS 1 table (hash: silo -> row, and Version); ARGV 1 version as it was known, then name and row of each silo
        local known, version = tonumber(ARGV[1]), tonumber(redis.call('HGET', KEYS[1], 'Version') or nil)
        local missing = 0
        for i = 2, #ARGV, 2 do missing = missing + redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) end
        if missing > 0 then redis.call('HSET', KEYS[1], 'Version', version and math.max(version, known) + 1 or known) end
        return missing
        """;

    private const string Version = "Version";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly RedisKey table = clustering.Value.CreateRedisKey(cluster.Value);
    private readonly string own = self.SiloAddress.ToString();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HashEntry[] known = [];
        using var timer = new PeriodicTimer(Interval, time);
        while (await TickAsync(timer, stoppingToken))
        {
            try
            {
                var rows = await redis.CallAsync(database => database.HashGetAllAsync(table));
                if (Array.Exists(rows, row => row.Name == own))
                    known = rows;
                else if (known.Length > 0)
                    await RestoreAsync(known);
            }
            catch (LedgerUnavailableException failure)
            {
                logger.LogDebug(failure, "The table of members cannot be looked at now");
            }
        }
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RestoreAsync(HashEntry[] known)
    {
        var version = known.Single(row => row.Name == Version).Value;
        var members = known.Where(row => row.Name != Version).SelectMany(row => new[] { row.Name, row.Value });
        var missing = (long)await redis.EvaluateAsync(Restore, [table], [version, .. members]);
        logger.LogWarning("Redis had lost {Count} of this cluster's members; they are in its table again", missing);
    }
}
