using System.Text.Json.Serialization;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Sales;

/// <summary>What an operator decides about a sale before it begins.</summary>
public sealed record SaleDefinition
{
    /// <summary>Most units one sale may hold: the ledger counts in integers that Lua and JSON both keep exact.</summary>
    public const int MaxStock = 1_000_000_000;

    /// <summary>The product, within <see cref="Identifiers.IsProductId"/>.</summary>
    public required string ProductId { get; init; }

    /// <summary>The name that shoppers see.</summary>
    public required string Name { get; init; }

    /// <summary>The family whose products can be bought together, within <see cref="Identifiers.IsProductId"/>; null: none. It never changes.</summary>
    public string? Family { get; init; }

    /// <summary>What the product is made of, where it has no stock of its own; null: it has.</summary>
    public Bundle? Bundle { get; init; }

    /// <summary>The line before the sale; null: everybody can buy at once.</summary>
    public Room? Room { get; init; }

    /// <summary>Price of one unit, in whole minor units of <see cref="Currency"/>; 0 or more.</summary>
    public decimal Price { get; init; }

    /// <summary>ISO 4217; null where the sale says none, which a sale with holds and a price must.</summary>
    public Currency? Currency { get; init; }

    /// <summary>Units at the start, 0 to <see cref="MaxStock"/>.</summary>
    public required int Stock { get; init; }

    /// <summary>Most units one shopper may buy, or 0 for no limit (G5).</summary>
    public int LimitPerShopper { get; init; }

    /// <summary>When the sale begins; null: at once.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When the sale ends; null: when it is closed.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>How long units are held for a shopper who pays, in seconds; 0: they are sold at once.</summary>
    public int HoldSeconds { get; init; }

    /// <summary>How long they are held at most, however often the hold is extended, in seconds from its begin.</summary>
    public int HoldMaxSeconds { get; init; }

    /// <summary>Until when a sold order may be cancelled; null: as long as the sale is not archived.</summary>
    public DateTimeOffset? CancelUntil { get; init; }

    /// <summary>Longest time that cancelled units wait to be sold again, in seconds; 0: they are sold again at once.</summary>
    public int ReturnAfterSeconds { get; init; }

    /// <summary>Whether a bundle of this family may be made of it: it has a stock, and is taken in one step with the others.</summary>
    public bool IsComponentIn(string? family) => Bundle is null && family is not null && Family == family;

    /// <summary><see cref="Price"/> in minor units of the currency, as payments are counted; hundredths where the sale says no currency.</summary>
    [JsonIgnore]
    public long PriceInMinorUnits => (long)Currency.InMinorUnits(Price, Currency);
}
