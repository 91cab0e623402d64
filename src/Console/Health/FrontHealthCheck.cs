using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Console.Health;

/// <summary>Does a front answer? Without one the pages still say what is away, so it is a degradation.</summary>
internal sealed class FrontHealthCheck(FrontPool fronts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await fronts.SendAsync(() => new(HttpMethod.Get, "/health/live"), key: null, cancellationToken);
            return answer.IsSuccessStatusCode ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"The front answers {(int)answer.StatusCode}.");
        }
        catch (FrontException failure)
        {
            return HealthCheckResult.Degraded(failure.Message);
        }
    }
}
