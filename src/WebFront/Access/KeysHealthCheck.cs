using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.WebFront.Access;

/// <summary>Is the file of access keys used as it is? The keys that were read before open what they opened.</summary>
internal sealed class KeysHealthCheck(KnownKeys keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        keys.Trouble is { } reason ? new(context.Registration.FailureStatus, $"The file of access keys is not used as it is now. {reason}") : HealthCheckResult.Healthy());
}
