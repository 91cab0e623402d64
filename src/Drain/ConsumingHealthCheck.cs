using FlashFlow.Infrastructure.RabbitMq;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Drain;

/// <summary>Does the broker deliver?</summary>
internal sealed class ConsumingHealthCheck(RabbitMqOrderSource source) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(source.Trouble is { } trouble ? new(context.Registration.FailureStatus, $"RabbitMQ delivers no orders: {trouble}") : HealthCheckResult.Healthy());
}
