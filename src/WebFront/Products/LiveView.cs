using System.Text.Json.Serialization;
using FlashFlow.WebFront.Rooms;

namespace FlashFlow.WebFront.Products;

/// <summary>What watchers of a product see.</summary>
/// <param name="State"><c>open</c>, <c>not_open</c>, <c>paused</c>, <c>sold_out</c>, <c>suspended</c>, <c>closed</c> or <c>archived</c>.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="Epoch">Number of the sale.</param>
public sealed record LiveView(string State, long Remaining, long Epoch)
{
    /// <summary>Price of one unit.</summary>
    public decimal Price { get; init; }

    /// <summary>Units held for shoppers who pay.</summary>
    public long Held { get; init; }

    /// <summary>When units come back on sale by themselves; left out where none do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextDeadline { get; init; }

    /// <summary>When the sale begins; left out where it says no time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When it ends; left out where it says no time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>The line before the sale; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RoomView? Line { get; init; }

    /// <summary>What watchers see of a sale.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="level">What is left of it, which may be newer.</param>
    /// <param name="now">The moment, by the ledger's clock.</param>
    /// <param name="line">The line before it; null where there is none.</param>
    public static LiveView Of(Sale sale, StockLevel level, DateTimeOffset now, RoomView? line) =>
        new((sale with { Remaining = level.Remaining, State = level.State }).Availability(now), level.Remaining, level.Epoch)
        {
            Price = sale.Definition.Price,
            Held = sale.Held,
            NextDeadline = sale.NextDeadline,
            OpensAt = sale.Definition.OpensAt,
            ClosesAt = sale.Definition.ClosesAt,
            Line = line,
        };
}
