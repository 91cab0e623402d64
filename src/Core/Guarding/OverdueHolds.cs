using FlashFlow.Core.Buying;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Guarding;

/// <summary>Takes back what is due of products whose guard is gone, or never was in this process: holds that nobody paid for, cancelled units that waited.</summary>
/// <param name="ledger">The ledger, from which what happens goes on to the broker and to whoever watches.</param>
/// <param name="store">Knows how far the ledger has come at least, where nobody in this process does (G7).</param>
/// <param name="time">Clock of the wait for the store.</param>
public sealed class OverdueHolds(IStockLedger ledger, ISaleStore store, TimeProvider time)
{
    /// <summary>The operation that asks for nothing else.</summary>
    public static readonly OrderOperation Lapse = OrderOperation.ToChange(default, new OrderChange.Lapse());

    /// <summary>Takes back all that is due of a product, as many calls as that takes.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public async Task TakeBackAsync(string productId, CancellationToken cancellation)
    {
        var known = await FindMarkAsync(productId, cancellation);
        while (!cancellation.IsCancellationRequested)
            if ((await ledger.DecideAsync(productId, known, [Lapse])).UntilDue != TimeSpan.Zero)
                return;
    }

    // Units come back also while the store is away.
    private async Task<HighWaterMark> FindMarkAsync(string productId, CancellationToken cancellation)
    {
        try
        {
            return await store.FindMarkAsync(productId, cancellation).SoonAsync(time, cancellation);
        }
        catch (SaleStoreUnavailableException)
        {
            return HighWaterMark.None;
        }
    }
}
