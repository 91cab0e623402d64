using System.Text.Json.Serialization;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Carts;

/// <summary>What an order of several lines takes of one product that has a stock: an order of its own, with which all happens that happens to orders.</summary>
public sealed record CartPart
{
    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The product's family; null where it has none, and is one by itself.</summary>
    public string? Family { get; init; }

    /// <summary>The sale under which the order's id was named.</summary>
    public required long Epoch { get; init; }

    /// <summary>The order of this part.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Units, at least 1: those of all lines that take some of this product.</summary>
    public required int Quantity { get; init; }

    /// <summary>What it costs, in minor units, where a bundle takes some of it; null: what its units cost.</summary>
    public long? Amount { get; init; }

    /// <summary>Nothing is taken of it, since it is made of others; but it must be on sale.</summary>
    public bool IsBundle { get; init; }

    /// <summary>How far the product's ledger must have come at least (G7).</summary>
    [JsonIgnore]
    public HighWaterMark Known { get; init; }

    /// <summary>What can be taken together in one step.</summary>
    [JsonIgnore]
    public string FamilyName => Family ?? ProductId;
}
