using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>Does the ledger answer?</summary>
internal sealed class RedisHealthCheck(RedisConnection redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.PingAsync();
            return HealthCheckResult.Healthy();
        }
        catch (LedgerUnavailableException failure)
        {
            return new(context.Registration.FailureStatus, failure.Message);
        }
    }
}
