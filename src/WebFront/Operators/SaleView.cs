namespace FlashFlow.WebFront.Operators;

/// <summary>A sale as operators see it. Initial, added and returned units are those remaining, held and sold.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="Name">The product's name.</param>
/// <param name="State"><c>open</c>, <c>not_open</c>, <c>paused</c>, <c>sold_out</c>, <c>suspended</c> or <c>closed</c>.</param>
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
    int ReturnAfterSeconds)
{
    /// <summary>What operators see of a sale.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="asOf">When it was so, by the ledger's clock.</param>
    public static SaleView Of(Sale sale, DateTimeOffset asOf) => new(
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
        sale.Definition.ReturnAfterSeconds);
}
