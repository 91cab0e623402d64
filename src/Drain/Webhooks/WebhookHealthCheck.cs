using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Drain.Webhooks;

/// <summary>Is every webhook told of what happens? One that is not told any more waits for an operator.</summary>
internal sealed class WebhookHealthCheck(WebhookLanes lanes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var troubles = await lanes.ListTroublesAsync(cancellationToken);
            return troubles.Count == 0 ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"Webhooks that are not told any more: {string.Join("; ", troubles)}. Once the cause is gone: ./flashflow webhook resume.");
        }
        catch (SaleStoreUnavailableException)
        {
            // Another check tells of it.
            return HealthCheckResult.Healthy();
        }
    }
}
