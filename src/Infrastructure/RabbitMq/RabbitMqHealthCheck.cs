using FlashFlow.Core.Outbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Is the way to the broker open?</summary>
internal sealed class RabbitMqHealthCheck(RabbitMqOrderPublisher publisher) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await publisher.OpenAsync();
            return HealthCheckResult.Healthy();
        }
        catch (BrokerUnavailableException failure)
        {
            return new(context.Registration.FailureStatus, failure.Message);
        }
    }
}
