using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Is the warm-up over?</summary>
internal sealed class WarmUpHealthCheck(WarmUpService warmUp) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(warmUp.IsDone ? HealthCheckResult.Healthy() : new(context.Registration.FailureStatus, "It is warming up."));
}
