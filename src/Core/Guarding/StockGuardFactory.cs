using FlashFlow.Core.Sales;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Guarding;

/// <summary>Makes guards for products that have, or had, a sale.</summary>
public sealed class StockGuardFactory(
    IStockLedger ledger,
    ISaleLedger sales,
    ISaleStore store,
    GuardOptions options,
    TimeProvider time,
    ILogger<StockGuardFactory> logger,
    GuardInstruments? instruments = null)
{
    private readonly StoredMarks marks = new(store, time);

    /// <summary>A guard for the product; null for a name nobody ever sold under.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody can say.</exception>
    public async Task<StockGuard?> MakeAsync(string productId)
    {
        // Both are asked at once: whoever buys waits for the slower of the two, not for one after the other.
        var finding = sales.FindAsync(productId);
        var mark = marks.HasNothingOf(productId) ? null : marks.AskAsync(productId);
        var sale = await finding;

        // G7: under a name of which nothing was stored a second ago, a sale may have come far since; the ledger is the first to know it.
        var stored = sale is null && mark is null ? HighWaterMark.None : await FindStoredMarkAsync(productId, sale, mark ?? marks.AskAsync(productId));
        if (sale is null && stored == HighWaterMark.None && await sales.FindSuspensionAsync(productId) is null)
            return null;

        // G7: the guard starts from what is stored for good, so that a ledger that lost its data sells nothing.
        var known = sale is null || stored.Epoch >= sale.Epoch ? stored : new(sale.Epoch, 0);
        return new(productId, known, ledger, options, time, logger, instruments);
    }

    private async Task<HighWaterMark> FindStoredMarkAsync(string productId, Sale? sale, Task<HighWaterMark> mark)
    {
        try
        {
            // A buy does not need the store. One that has stored more than the ledger knows stops the sale all the same: the watch asks it, too (G7).
            return await (sale is null ? mark : mark.SoonAsync(time));
        }
        catch (SaleStoreUnavailableException failure) when (sale is not null)
        {
            logger.LogWarning(failure, "Cannot check the ledger of {Product} against the stored orders; it sells on the ledger's word", productId);
            return HighWaterMark.None;
        }
        catch (SaleStoreUnavailableException failure)
        {
            throw new LedgerUnavailableException($"The ledger does not know '{productId}', and the stored sales cannot be asked.", failure);
        }
    }
}
