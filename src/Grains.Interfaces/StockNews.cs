using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using Orleans.Runtime;

namespace FlashFlow.Grains;

/// <summary>What is left of a product's sale, as fronts hear it: one stream per product.</summary>
[GenerateSerializer, Immutable, Alias("FlashFlow.StockNews")]
public sealed record StockNews
{
    /// <summary>The stream provider that carries the news.</summary>
    public const string Provider = "stock-news";

    /// <summary>The product.</summary>
    [Id(0)]
    public required string ProductId { get; init; }

    /// <summary>The sale.</summary>
    [Id(1)]
    public required long Epoch { get; init; }

    /// <summary>See <see cref="StockLevel.Version"/>.</summary>
    [Id(2)]
    public required long Version { get; init; }

    /// <summary>Units left.</summary>
    [Id(3)]
    public required long Remaining { get; init; }

    /// <summary>A <see cref="SaleState"/>.</summary>
    [Id(4)]
    public required byte State { get; init; }

    /// <summary>The level that this is the news of.</summary>
    public StockLevel Level => new(ProductId, Epoch, Version, Remaining, (SaleState)State);

    /// <summary>The news of a level.</summary>
    public static StockNews Of(StockLevel level) => new()
    {
        ProductId = level.ProductId,
        Epoch = level.Epoch,
        Version = level.Version,
        Remaining = level.Remaining,
        State = (byte)level.State,
    };

    /// <summary>The stream of a product's news.</summary>
    public static StreamId Stream(string productId) => StreamId.Create("stock", productId);
}
