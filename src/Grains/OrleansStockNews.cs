using FlashFlow.Core.Guarding;
using FlashFlow.Core.Live;
using Orleans.Streams;

namespace FlashFlow.Grains;

/// <summary>News of stock over Orleans streams.</summary>
public sealed class OrleansStockNews(IClusterClient cluster) : IStockNews
{
    /// <inheritdoc/>
    public Task PublishAsync(StockLevel level) => cluster
        .GetStreamProvider(StockNews.Provider)
        .GetStream<StockNews>(StockNews.Stream(level.ProductId))
        .OnNextAsync(StockNews.Of(level));
}
