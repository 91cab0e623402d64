using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>Would the ledger take a buy? It writes, as a buy does: a server that is full or may only be read answers every other question.</summary>
internal sealed class RedisHealthCheck(RedisConnection redis, RedisKeys keys, RedisDurability durability) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.CallAsync(database => database.StringSetAsync(keys.Probe, "1"));
            return await durability.FindDefectAsync() is { } defect ? HealthCheckResult.Degraded($"Redis: {defect}") : HealthCheckResult.Healthy();
        }
        catch (LedgerUnavailableException failure)
        {
            return new(context.Registration.FailureStatus, failure.Message);
        }
    }
}
