using FlashFlow.Core.Draining;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Drain;

/// <summary>Were the last orders stored? What keeps them from it is known only to who tries: a full disk, a missing right, a lock.</summary>
internal sealed class StoringHealthCheck(OrderDrain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.Trouble is { } trouble ? new(context.Registration.FailureStatus, trouble) : HealthCheckResult.Healthy());
}
