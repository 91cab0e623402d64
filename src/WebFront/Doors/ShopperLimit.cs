using System.Threading.RateLimiting;

namespace FlashFlow.WebFront.Doors;

/// <summary>How fast one shopper may buy at this front.</summary>
public sealed class ShopperLimit(RateLimitOptions limits) : IDisposable
{
    // Null when there is no limit: then a buy pays for one comparison.
    private readonly PartitionedRateLimiter<string>? limiter = limits.PerShopperPerSecond == 0 ? null : Create(limits);

    /// <summary>Counts a buy of the shopper.</summary>
    /// <returns>False when it is one too many.</returns>
    public bool Allows(string shopperId)
    {
        if (limiter is null)
            return true;
        using var lease = limiter.AttemptAcquire(shopperId);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => limiter?.Dispose();

    private static PartitionedRateLimiter<string> Create(RateLimitOptions limits)
    {
        var bucket = RateLimits.Bucket(limits.PerShopperPerSecond, limits.ShopperBurst);
        return PartitionedRateLimiter.Create<string, string>(
            shopperId => RateLimitPartition.GetTokenBucketLimiter(shopperId, _ => bucket), StringComparer.Ordinal);
    }
}
