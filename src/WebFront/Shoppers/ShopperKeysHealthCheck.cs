using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>Are there keys to check shoppers' tokens with? With old ones the front sells on; without any it is not ready.</summary>
internal sealed class ShopperKeysHealthCheck(IShopperKeys keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(keys switch
    {
        { Current: null } => new(context.Registration.FailureStatus, $"The keys of shopper tokens could not be read. {keys.Trouble}"),
        { Trouble: { } reason } => HealthCheckResult.Degraded($"The keys of shopper tokens are those that were read last. {reason}"),
        _ => HealthCheckResult.Healthy(),
    });
}
