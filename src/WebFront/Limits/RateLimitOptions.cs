using System.ComponentModel.DataAnnotations;

namespace FlashFlow.WebFront.Limits;

/// <summary>
/// How many calls one shopper and one address may make to one front. Section <c>FlashFlow:RateLimit</c>. Off as it comes, but for wrong keys;
/// each front counts for itself. So many per second means that so many calls within a second are always taken, evenly spaced or in clumps.
/// </summary>
public sealed record RateLimitOptions
{
    /// <summary>Buys per second of one shopper, of all products together and retries with a key included; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public int PerShopperPerSecond { get; init; }

    /// <summary>Buys that a shopper who has not bought for a while may make at once, where that is more than a second's worth.</summary>
    [Range(1, 1_000_000)]
    public int ShopperBurst { get; init; } = 10;

    /// <summary>
    /// Calls of shoppers per second from one remote address (an IPv6 network of 64 bits counts as one address), whatever they ask for;
    /// 0 for no limit. Behind a proxy this needs <see cref="FrontOptions.TrustedProxies"/>, or all the world is one address.
    /// </summary>
    [Range(0, 1_000_000)]
    public int PerAddressPerSecond { get; init; }

    /// <summary>Calls that an address which has not called for a while may make at once, where that is more than a second's worth.</summary>
    [Range(1, 1_000_000)]
    public int AddressBurst { get; init; } = 100;

    /// <summary>
    /// Access keys that nobody has which one remote address may show in a minute, before it is answered 429; 0 for no limit. A good key from
    /// there is taken all the same.
    /// </summary>
    [Range(0, 1_000_000)]
    public int RefusedKeysPerMinute { get; init; } = 30;
}
