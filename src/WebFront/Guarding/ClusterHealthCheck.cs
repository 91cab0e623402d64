using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace FlashFlow.WebFront.Guarding;

/// <summary>Do the silos answer?</summary>
internal sealed class ClusterHealthCheck(IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (ClusterFailures.IsIndeterminate(failure))
        {
            return new(context.Registration.FailureStatus, $"No silo answers: {failure.Message}");
        }
    }
}
