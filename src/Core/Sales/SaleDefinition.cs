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

    /// <summary>Price of one unit, in the shop's currency; 0 or more.</summary>
    public decimal Price { get; init; }

    /// <summary>Units at the start, 0 to <see cref="MaxStock"/>.</summary>
    public required int Stock { get; init; }

    /// <summary>Most units one shopper may buy, or 0 for no limit (G5).</summary>
    public int LimitPerShopper { get; init; }

    /// <summary>When the sale begins; null: at once.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When the sale ends; null: when it is closed.</summary>
    public DateTimeOffset? ClosesAt { get; init; }
}
