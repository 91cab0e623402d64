namespace FlashFlow.WebFront.Operators;

/// <summary>A sale as operators see it.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="Name">The product's name.</param>
/// <param name="State"><c>open</c>, <c>not_open</c>, <c>paused</c>, <c>sold_out</c>, <c>suspended</c> or <c>closed</c>.</param>
/// <param name="Initial">Units at the start.</param>
/// <param name="Added">Units added since.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="Accepted">Units sold.</param>
/// <param name="Orders">Orders accepted.</param>
public sealed record SaleView(
    string ProductId, long Epoch, string Name, string State, long Initial, long Added, long Remaining, long Accepted, long Orders)
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
        sale.Orders);
}
