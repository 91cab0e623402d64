using FlashFlow.Infrastructure.Postgres;

namespace FlashFlow.WebFront.Operators.Sales;

/// <summary>A sale that a product has or had, as PostgreSQL knows it.</summary>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="Name">The product's name in it.</param>
/// <param name="State">
/// What operators had made of it: <c>open</c>, <c>paused</c>, <c>closed</c> or <c>archived</c>; <c>superseded</c> where another sale took its place before.
/// </param>
/// <param name="Price">Price of one unit.</param>
/// <param name="Currency">Its currency, null where none was said.</param>
/// <param name="Stock">Units at the start.</param>
/// <param name="Added">Units added since.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Orders">Orders of it that are stored, or were.</param>
/// <param name="Units">Units of these.</param>
/// <param name="PrunedAt">When its orders left the store, as they were not to be kept any more; null while they are kept.</param>
public sealed record PastSaleView(
    long Epoch,
    string Name,
    string State,
    decimal Price,
    string? Currency,
    long Stock,
    long Added,
    DateTimeOffset StartedAt,
    long Orders,
    long Units,
    DateTimeOffset? PrunedAt)
{
    /// <summary>What operators see of it.</summary>
    public static PastSaleView Of(ReportedSale sale) => new(
        sale.Epoch,
        sale.Name,
        sale.State,
        sale.Price,
        sale.Currency,
        sale.Stock,
        sale.Added,
        sale.StartedAt,
        sale.Stored.Orders,
        sale.Stored.Units,
        sale.PrunedAt);
}
