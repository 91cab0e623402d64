using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Is a product suspended? The others sell on, so it is a degradation, not the end of readiness.</summary>
internal sealed class SuspensionHealthCheck(LedgerWatch watch) : IHealthCheck
{
    private const int MostTold = 5;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var suspended = watch.Suspended;
        return Task.FromResult(suspended.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(Describe(suspended)));
    }

    private static string Describe(IReadOnlyDictionary<string, string> suspended)
    {
        var told = string.Join("; ", suspended.Take(MostTold).Select(product => $"{product.Key} is suspended: {product.Value}"));
        return suspended.Count > MostTold ? $"{told}; and {suspended.Count - MostTold} more products" : told;
    }
}
