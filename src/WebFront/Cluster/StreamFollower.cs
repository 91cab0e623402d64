using System.Collections.Concurrent;
using FlashFlow.Core.Live;
using FlashFlow.Grains;
using Orleans.Streams;

namespace FlashFlow.WebFront;

/// <summary>Follows the streams of the products that this front has to do with.</summary>
internal sealed class StreamFollower(IClusterClient cluster, LiveStock live, ILogger<StreamFollower> logger) : IStockFollower
{
    private readonly ConcurrentDictionary<string, Lazy<Task<StreamSubscriptionHandle<StockNews>?>>> followed = new();

    /// <inheritdoc/>
    public void Follow(string productId) =>
        _ = followed.GetOrAdd(productId, static (id, self) => new(() => Task.Run(() => self.SubscribeAsync(id))), this).Value;

    /// <inheritdoc/>
    public void FollowAnew(string productId)
    {
        // A subscription may be lost with the silos that knew of it.
        if (followed.TryRemove(productId, out var lost))
            _ = Task.Run(() => LeaveAsync(lost.Value));
        Follow(productId);
    }

    private async Task<StreamSubscriptionHandle<StockNews>?> SubscribeAsync(string productId)
    {
        try
        {
            return await cluster
                .GetStreamProvider(StockNews.Provider)
                .GetStream<StockNews>(StockNews.Stream(productId))
                .SubscribeAsync((news, _) =>
                {
                    live.Receive(news.Level);
                    return Task.CompletedTask;
                });
        }
        catch (Exception failure)
        {
            followed.TryRemove(productId, out _); // Whoever asks next tries again.
            logger.LogWarning("The news of {Product} cannot be followed now: {Reason}", productId, failure.Message);
            return null;
        }
    }

    private async Task LeaveAsync(Task<StreamSubscriptionHandle<StockNews>?> subscription)
    {
        try
        {
            if (await subscription is { } handle)
                await handle.UnsubscribeAsync();
        }
        catch (Exception failure)
        {
            logger.LogDebug(failure, "A subscription that brought no news cannot be ended either");
        }
    }
}
