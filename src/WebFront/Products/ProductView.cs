using System.Text.Json.Serialization;
using FlashFlow.WebFront.Rooms;

namespace FlashFlow.WebFront.Products;

/// <summary>A product as shoppers see it.</summary>
/// <param name="ProductId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Price">Price of one unit.</param>
/// <param name="State"><c>open</c>, <c>not_open</c>, <c>paused</c>, <c>sold_out</c>, <c>suspended</c> or <c>closed</c>.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="LimitPerShopper">Most units one shopper may buy, null for no limit.</param>
/// <param name="OpensAt">When the sale begins, null: it has begun.</param>
/// <param name="ClosesAt">When it ends, null: when it is closed.</param>
/// <param name="Currency">Currency of the price, null where none was said.</param>
/// <param name="Held">Units held for shoppers who pay: some may come back.</param>
/// <param name="HoldSeconds">How long a buy is held until it must be paid for, null: it is sold at once.</param>
/// <param name="CancelUntil">Until when a sold order may be cancelled, null: nobody has said.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="NextDeadline">When units come back on sale by themselves, null where none do.</param>
/// <param name="Family">The family whose products can be bought together in one step, null for none.</param>
/// <param name="Components">What the product is made of, null where it has a stock of its own: units of each product.</param>
/// <param name="Room">The line before the sale, null where everybody can buy at once.</param>
public sealed record ProductView(
    string ProductId,
    string Name,
    decimal Price,
    string State,
    long Remaining,
    int? LimitPerShopper,
    DateTimeOffset? OpensAt,
    DateTimeOffset? ClosesAt,
    string? Currency,
    long Held,
    int? HoldSeconds,
    DateTimeOffset? CancelUntil,
    long Epoch,
    DateTimeOffset? NextDeadline,
    string? Family = null,
    IReadOnlyDictionary<string, int>? Components = null,
    RoomTerms? Room = null)
{
    /// <summary>When this was so, by the ledger's clock; in a list, which is the same as long as nothing happens, left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What shoppers see of a sale.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="asOf">When it was so, by the ledger's clock.</param>
    public static ProductView Of(Sale sale, DateTimeOffset asOf) => new(
        sale.Definition.ProductId,
        sale.Definition.Name,
        sale.Definition.Price,
        sale.Availability(asOf),
        sale.Remaining,
        sale.Definition.LimitPerShopper == 0 ? null : sale.Definition.LimitPerShopper,
        sale.Definition.OpensAt,
        sale.Definition.ClosesAt,
        sale.Definition.Currency?.Code,
        sale.Held,
        sale.Definition.HoldSeconds == 0 ? null : sale.Definition.HoldSeconds,
        sale.Definition.CancelUntil,
        sale.Epoch,
        sale.NextDeadline,
        sale.Definition.Family,
        sale.Definition.Bundle?.Components,
        RoomTerms.Of(sale.Definition.Room));
}
