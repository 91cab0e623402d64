using System.Collections.Concurrent;
using FlashFlow.Core.Live;
using FlashFlow.Grains;
using Orleans.Streams;

namespace FlashFlow.WebFront;

/// <summary>Follows the streams of the products that this front has to do with.</summary>
internal sealed class StreamFollower(IClusterClient cluster, LiveStock live, ILogger<StreamFollower> logger) : IStockFollower
{
    private readonly ConcurrentDictionary<string, bool> followed = new();

    /// <inheritdoc/>
    public void Follow(string productId)
    {
        if (followed.TryAdd(productId, true))
            _ = Task.Run(() => SubscribeAsync(productId));
    }

    private async Task SubscribeAsync(string productId)
    {
        try
        {
            await cluster
                .GetStreamProvider(StockNews.Provider)
                .GetStream<StockNews>(StockNews.Stream(productId))
                .SubscribeAsync((news, _) =>
                {
                    live.Receive(news.Level);
                    return Task.CompletedTask;
                });
        }
        catch (Exception failure) when (ClusterFailures.IsOne(failure))
        {
            followed.TryRemove(productId, out _); // Whoever asks next tries again.
            logger.LogWarning("The news of {Product} cannot be followed now: {Reason}", productId, failure.Message);
        }
    }
}
