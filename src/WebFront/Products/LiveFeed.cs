using System.Runtime.CompilerServices;
using FlashFlow.Core.Live;

namespace FlashFlow.WebFront.Products;

/// <summary>Follows one product for one watcher: what changed as soon as it is heard of, and a look at the ledger from time to time.</summary>
internal sealed class LiveFeed(SaleReader reader, LiveStock live, TimeProvider time)
{
    // At most ten changes a second for each watcher.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // News may be lost, and a sale's window opens and closes without any: the ledger is asked this often.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>What a watcher is to see, the present first; null when there was nothing new for a while.</summary>
    /// <param name="sale">The sale as it was read just now.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<LiveView?> FollowAsync(Sale sale, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var productId = sale.Definition.ProductId;
        var shown = View(sale, sale.Level);
        yield return shown;
        for (var seen = sale.Level; ;)
        {
            await Task.Delay(Pause, time, cancellation);
            if (!await ChangesAsync(productId, seen, cancellation))
                sale = await TryReadAsync(productId) ?? sale;

            var latest = live.Latest(productId);
            seen = latest?.IsLaterThan(sale.Level) == true ? latest : sale.Level;
            if (seen.Epoch > sale.Epoch)
                sale = await TryReadAsync(productId) ?? sale;
            var view = View(sale, seen);
            yield return view == shown ? null : view;
            shown = view;
        }
    }

    /// <returns>False when nothing was heard for a while.</returns>
    private async Task<bool> ChangesAsync(string productId, StockLevel seen, CancellationToken cancellation)
    {
        try
        {
            await live.ChangeAsync(productId, seen).WaitAsync(Look, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<Sale?> TryReadAsync(string productId)
    {
        try
        {
            return await reader.FindAsync(productId);
        }
        catch (LedgerUnavailableException)
        {
            return null; // Watchers see what was last known.
        }
    }

    private LiveView View(Sale sale, StockLevel level) => new(
        (sale with { Remaining = level.Remaining, State = level.State }).Availability(time.GetUtcNow()),
        level.Remaining,
        level.Epoch);
}
