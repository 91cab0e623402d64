using FlashFlow.Core.Outbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Does the broker take messages? It is asked as the relay asks it, by publishing.</summary>
internal sealed class RabbitMqHealthCheck(RabbitMqOrderPublisher publisher) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await publisher.CheckAsync();
            return HealthCheckResult.Healthy();
        }
        catch (BrokerUnavailableException failure)
        {
            return new(context.Registration.FailureStatus, failure.Message);
        }
    }
}
