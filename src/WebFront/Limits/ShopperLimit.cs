namespace FlashFlow.WebFront.Limits;

/// <summary>How fast one shopper may buy at this front.</summary>
public sealed class ShopperLimit(RateLimitOptions limits, TimeProvider time) : IDisposable
{
    // Null when there is no limit: then a buy pays for one comparison.
    private readonly CallLimit<string>? limit =
        limits.PerShopperPerSecond == 0 ? null : new(limits.PerShopperPerSecond, limits.ShopperBurst, time, comparer: StringComparer.Ordinal);

    /// <summary>Counts a buy of the shopper.</summary>
    /// <returns>False when it is one too many.</returns>
    public bool Allows(string shopperId) => limit is null || limit.Allows(shopperId);

    /// <inheritdoc/>
    public void Dispose() => limit?.Dispose();
}
