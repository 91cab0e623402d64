using FlashFlow.Infrastructure.Postgres.Retention;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Drain;

/// <summary>Is what is stored told soon, by the feed and to webhooks?</summary>
internal sealed class LagHealthCheck(LagWatch watch, StoreOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var findings = Find().ToList();
        return Task.FromResult(findings.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(" ", findings)));
    }

    private IEnumerable<string> Find()
    {
        if (watch.HeldUp is { } sale && IsLong(watch.Since(sale.Since)))
            yield return $"The feed of sale {sale.Epoch} of '{sale.ProductId}' stands at {sale.ToldTo} for {watch.Since(sale.Since).TotalSeconds:0} s: "
                + "the next transition is not stored. Look for it with ./flashflow audit and ./flashflow dead list.";
        foreach (var webhook in watch.Behind.Where(webhook => IsLong(watch.Since(webhook.Lanes.Since!.Value))))
            yield return $"The webhook {webhook.Name} is {webhook.Lanes.Behind:N0} transitions and {watch.Since(webhook.Lanes.Since!.Value).TotalSeconds:0} s behind"
                + (webhook.Lanes.Failure is { } failure ? $": {failure}." : ".");
    }

    private bool IsLong(TimeSpan lag) => lag > TimeSpan.FromSeconds(options.MaxLagSeconds);
}
