using System.Collections.Concurrent;
using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Live;

/// <summary>Publishes what guards and operators change: the first change at once, then the latest one every 100 ms per product.</summary>
/// <param name="news">The way to the fronts.</param>
/// <param name="time">Clock of the intervals.</param>
/// <param name="logger">Told of news that are lost.</param>
/// <param name="scheduler">Where it publishes, never on the announcer's own time; null for the thread pool.</param>
public sealed class StockAnnouncer(IStockNews news, TimeProvider time, ILogger<StockAnnouncer> logger, TaskScheduler? scheduler = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Product> products = new();

    /// <summary>Takes a level to be published; never waits, and passes over what is not later than what it was given before.</summary>
    public void Announce(StockLevel level)
    {
        if (products.GetOrAdd(level.ProductId, _ => new()).TryBegin(level))
            _ = Task.Factory.StartNew(
                () => PublishUntilQuietAsync(products[level.ProductId]),
                CancellationToken.None,
                TaskCreationOptions.DenyChildAttach,
                scheduler ?? TaskScheduler.Default);
    }

    private async Task PublishUntilQuietAsync(Product product)
    {
        while (product.TakeUnpublished() is { } level)
        {
            try
            {
                await news.PublishAsync(level);
            }
            catch (Exception failure)
            {
                logger.LogDebug(failure, "News of {Product} are lost; fronts look for themselves soon", level.ProductId);
            }

            await Task.Delay(Interval, time);
        }
    }

    private sealed class Product
    {
        private readonly Lock gate = new();
        private StockLevel? latest;
        private bool isUnpublished;
        private bool isPublishing;

        /// <returns>True when nobody is publishing this product, so that the caller has to.</returns>
        public bool TryBegin(StockLevel level)
        {
            lock (gate)
            {
                if (!level.IsLaterThan(latest))
                    return false;
                latest = level;
                isUnpublished = true;
                return !isPublishing && (isPublishing = true);
            }
        }

        public StockLevel? TakeUnpublished()
        {
            lock (gate)
            {
                if (!isUnpublished)
                {
                    isPublishing = false;
                    return null;
                }

                isUnpublished = false;
                return latest;
            }
        }
    }
}
