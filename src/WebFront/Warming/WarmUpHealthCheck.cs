using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.WebFront.Warming;

/// <summary>Is the warm-up over?</summary>
internal sealed class WarmUpHealthCheck(WarmUp warmUp) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(warmUp.IsDone ? HealthCheckResult.Healthy() : new(context.Registration.FailureStatus, "The front is warming up."));
}
