using System.Collections.Concurrent;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Guarding;

/// <summary>The guards of one process, one per product, made when the product is first asked for.</summary>
public sealed class StockGuards(
    IStockLedger ledger,
    ISaleLedger sales,
    ISaleStore store,
    OutboxRelay relay,
    GuardOptions options,
    TimeProvider time,
    ILogger<StockGuards> logger) : IStockDesk
{
    private readonly ConcurrentDictionary<string, StockGuard> guards = new();

    /// <inheritdoc/>
    public async ValueTask<long?> FindEpochAsync(string productId) => (await FindAsync(productId))?.Epoch;

    /// <inheritdoc/>
    public ValueTask<BuyResult> BuyAsync(string productId, BuyRequest request) =>
        guards.TryGetValue(productId, out var guard) ? guard.BuyAsync(request) : FindAndBuyAsync(productId, request);

    /// <inheritdoc/>
    public void ForgetSoldOut(string productId)
    {
        if (guards.TryGetValue(productId, out var guard))
            guard.ForgetSoldOut();
    }

    private async ValueTask<BuyResult> FindAndBuyAsync(string productId, BuyRequest request)
    {
        StockGuard? guard;
        try
        {
            guard = await FindAsync(productId);
        }
        catch (LedgerUnavailableException)
        {
            return new(BuyOutcome.Unavailable);
        }

        return guard is null ? new(BuyOutcome.UnknownProduct) : await guard.BuyAsync(request);
    }

    private async ValueTask<StockGuard?> FindAsync(string productId)
    {
        if (guards.TryGetValue(productId, out var guard))
            return guard;

        // A name nobody sells under gets no guard: a stranger could ask for any number of them.
        var sale = await sales.FindAsync(productId);
        var stored = await FindStoredMarkAsync(productId, sale);
        if (sale is null && stored == HighWaterMark.None)
            return null;

        // G7: the guard starts from what is stored for good, so that a ledger that lost its data sells nothing.
        var known = sale is null || stored.Epoch >= sale.Epoch ? stored : new(sale.Epoch, 0);
        return guards.GetOrAdd(productId, id => new(id, known, ledger, relay, options, time, logger));
    }

    private async Task<HighWaterMark> FindStoredMarkAsync(string productId, Sale? sale)
    {
        try
        {
            return await store.FindMarkAsync(productId, CancellationToken.None);
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
