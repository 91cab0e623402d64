using System.Runtime.CompilerServices;
using FlashFlow.Core.Live;
using FlashFlow.Core.Rooms;

namespace FlashFlow.WebFront.Products;

/// <summary>The products that are watched at this front, each followed once for all its watchers and not at all when nobody watches.</summary>
internal sealed class LiveFeed(SaleReader reader, RoomDesk rooms, LiveStock live, TimeProvider time, ILogger<LiveFeed> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LiveProduct> products = [];

    /// <summary>Begins to watch, until what is returned is disposed of; null for a product that shoppers do not see, with the reason.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody can say.</exception>
    public async Task<(Watch? Watch, SaleLook Look)> WatchAsync(string productId)
    {
        lock (gate)
            if (products.TryGetValue(productId, out var product) && product.IsCurrent && product.Present.View.State != "archived")
                return (Join(product), default);

        var look = await reader.LookAsync(productId);
        if (look.Shown is not { } sale)
            return (null, look);
        var line = await LiveProduct.LookAtLineAsync(sale, rooms);
        lock (gate)
        {
            if (!products.TryGetValue(productId, out var product))
            {
                products.Add(productId, product = new(sale, look.AsOf, line, reader, rooms, live, time, logger));
                _ = Task.Run(product.RunAsync);
            }

            return (Join(product), look);
        }
    }

    private Watch Join(LiveProduct product)
    {
        product.Watchers++;
        return new(this, product);
    }

    private void Leave(LiveProduct product)
    {
        lock (gate)
        {
            if (--product.Watchers > 0)
                return;
            products.Remove(product.ProductId);
        }

        product.Dispose();
    }

    /// <summary>One watcher's view of a product.</summary>
    public sealed class Watch(LiveFeed feed, LiveProduct product) : IDisposable
    {
        /// <summary>What to send: the present first, then each change, and after a silence the present again, so that a watcher knows that it goes on.</summary>
        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            while (true)
            {
                var present = product.Present;
                yield return present.Text;
                await product.ChangeAsync(present).WaitAsync(cancellation);
            }
        }

        public void Dispose() => feed.Leave(product);
    }
}
