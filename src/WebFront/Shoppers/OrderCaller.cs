using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>Who makes a shopper's call, and which orders are theirs to see.</summary>
/// <param name="ShopperId">The shopper, as a token says; null where the body says who buys.</param>
/// <param name="KeyName">The name of the key that was shown; null without one.</param>
/// <param name="SeesAll">Sees every order whose id they know.</param>
/// <param name="SeesUnowned">Sees every order whose id they know and does not say whose it is.</param>
/// <param name="OwnsOrders">Whether the ids of orders they place say whose these are.</param>
internal sealed record OrderCaller(string? ShopperId, string? KeyName, bool SeesAll, bool SeesUnowned, bool OwnsOrders)
{
    /// <summary>Where no tokens are looked at.</summary>
    public static readonly OrderCaller Anybody = new(null, null, SeesAll: true, SeesUnowned: true, OwnsOrders: false);

    /// <summary>Why nobody can be meant; null when a shopper is.</summary>
    /// <param name="named">Whom the body names; null: nobody.</param>
    /// <param name="shopperId">Who calls, as a token or the body says.</param>
    public static Problem? FindDefect(string? named, string shopperId) =>
        named is not null && named != shopperId ? Problems.ShopperMismatch
        : !Identifiers.IsShopperId(shopperId) ? Problems.BadShopperId
        : null;

    /// <summary>Whether an order may be shown to them, or changed for them. Nothing is asked for it: somebody else's order is as unknown as one that there is not.</summary>
    public bool Sees(Guid orderId) =>
        SeesAll || (ShopperId is { } shopper && OrderIds.IsOf(orderId, shopper)) || (SeesUnowned && !OrderIds.HasOwner(orderId));
}
