using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Guarding;

/// <summary>Takes back what is due of products whose guard is gone, or never was in this process: holds that nobody paid for, cancelled units that waited.</summary>
/// <param name="ledger">The ledger, from which what happens goes on to the broker and to whoever watches.</param>
public sealed class OverdueHolds(IStockLedger ledger)
{
    /// <summary>The operation that asks for nothing else.</summary>
    public static readonly OrderOperation Lapse = OrderOperation.ToChange(default, new OrderChange.Lapse());

    /// <summary>Takes back all that is due of a product, as many calls as that takes.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public async Task TakeBackAsync(string productId, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
            if ((await ledger.DecideAsync(productId, HighWaterMark.None, [Lapse])).UntilDue != TimeSpan.Zero)
                return;
    }
}
