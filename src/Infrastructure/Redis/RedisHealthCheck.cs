using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// Would the ledger take a buy? It writes, as a buy does: a server that is full or may only be read answers every other question. A cluster of which
/// a part takes none sells from the others.
/// </summary>
internal sealed class RedisHealthCheck(RedisConnection redis, RedisKeys keys, RedisDurability durability) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var writes = await redis.CallEachAsync((database, shard) => database.StringSetAsync(keys.Probe(shard), "1"));
            var away = writes.FirstOrDefault(write => !write.IsCompletedSuccessfully);
            if (away is not null && !writes.Any(write => write.IsCompletedSuccessfully))
                await away;
            var defect = await durability.FindDefectAsync();
            if (away is not null)
                defect = $"of {writes.Count} parts of the cluster not all take writes: {away.Exception!.InnerException!.Message}";
            return defect is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"Redis: {defect}");
        }
        catch (LedgerUnavailableException failure)
        {
            return new(context.Registration.FailureStatus, failure.Message);
        }
    }
}
