using FlashFlow.WebFront.Rooms;

namespace FlashFlow.WebFront.Operators;

/// <summary>A sale as operators see it. Initial, added and returned units are those remaining, held and sold.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="Name">The product's name.</param>
/// <param name="State"><c>open</c>, <c>not_open</c>, <c>paused</c>, <c>sold_out</c>, <c>suspended</c>, <c>closed</c> or <c>archived</c>.</param>
/// <param name="Initial">Units at the start.</param>
/// <param name="Added">Units added since.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="Accepted">Units of all orders ever accepted, held or sold.</param>
/// <param name="Orders">Orders accepted.</param>
/// <param name="Held">Units held for shoppers who pay.</param>
/// <param name="Sold">Units sold, those that were cancelled since among them.</param>
/// <param name="Returned">Units that were cancelled and are for sale again.</param>
/// <param name="Price">Price of one unit.</param>
/// <param name="Currency">Its currency, null where none was said.</param>
/// <param name="HoldSeconds">How long units are held for a shopper who pays; 0: they are sold at once.</param>
/// <param name="HoldMaxSeconds">How long a hold lasts at most.</param>
/// <param name="CancelUntil">Until when sold orders may be cancelled, null: as long as the product is not archived.</param>
/// <param name="ReturnAfterSeconds">Longest time that cancelled units wait to be sold again.</param>
/// <param name="LimitPerShopper">Most units one shopper may buy, null for no limit.</param>
/// <param name="OpensAt">When the sale begins, null: it has begun.</param>
/// <param name="ClosesAt">When it ends, null: when it is closed.</param>
/// <param name="Suspended">Why it sells nothing until an operator has looked at it, in words; null for a sound one.</param>
/// <param name="AsOf">When all this was so, by the ledger's clock.</param>
/// <param name="Family">The family whose products can be bought together in one step, null for none.</param>
/// <param name="Components">What the product is made of, null where it has a stock of its own.</param>
/// <param name="Room">The line before the sale, null where everybody can buy at once.</param>
public sealed record SaleView(
    string ProductId,
    long Epoch,
    string Name,
    string State,
    long Initial,
    long Added,
    long Remaining,
    long Accepted,
    long Orders,
    long Held,
    long Sold,
    long Returned,
    decimal Price,
    string? Currency,
    int HoldSeconds,
    int HoldMaxSeconds,
    DateTimeOffset? CancelUntil,
    int ReturnAfterSeconds,
    int? LimitPerShopper,
    DateTimeOffset? OpensAt,
    DateTimeOffset? ClosesAt,
    string? Suspended,
    DateTimeOffset AsOf,
    string? Family = null,
    IReadOnlyDictionary<string, int>? Components = null,
    RoomTerms? Room = null)
{
    /// <summary>What operators see of a product's sale; null where there is none. Of one that the ledger has lost, little is known but why.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="look">What the ledger holds of it.</param>
    public static SaleView? Of(string productId, SaleLook look) => look switch
    {
        { Sale: { } sale } => Of(sale, look.AsOf),
        { Suspension: { } suspension } => Of(Lost(productId, suspension), look.AsOf),
        _ => null,
    };

    private static Sale Lost(string productId, Suspension suspension) => new()
    {
        Epoch = suspension.Known.Epoch,
        Definition = new() { ProductId = productId, Name = productId, Stock = 0 },
        State = SaleState.Open,
        Added = 0,
        Remaining = 0,
        Accepted = 0,
        Orders = 0,
        Seq = 0,
        Changes = 0,
        Suspension = suspension,
    };

    private static SaleView Of(Sale sale, DateTimeOffset asOf) => new(
        sale.Definition.ProductId,
        sale.Epoch,
        sale.Definition.Name,
        sale.Availability(asOf),
        sale.Definition.Stock,
        sale.Added,
        sale.Remaining,
        sale.Accepted,
        sale.Orders,
        sale.Held,
        sale.Sold,
        sale.Returned,
        sale.Definition.Price,
        sale.Definition.Currency?.Code,
        sale.Definition.HoldSeconds,
        sale.Definition.HoldMaxSeconds,
        sale.Definition.CancelUntil,
        sale.Definition.ReturnAfterSeconds,
        sale.Definition.LimitPerShopper == 0 ? null : sale.Definition.LimitPerShopper,
        sale.Definition.OpensAt,
        sale.Definition.ClosesAt,
        sale.Suspension?.Reason,
        asOf,
        sale.Definition.Family,
        sale.Definition.Bundle?.Components,
        RoomTerms.Of(sale.Definition.Room));
}
