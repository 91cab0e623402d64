using System.Collections.Concurrent;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;

namespace FlashFlow.Chaos.Verdict;

/// <summary>Reads how the ledger has the orders of sales with holds.</summary>
internal static class LedgerOrders
{
    private const int AtOnce = 32;

    /// <exception cref="LedgerUnavailableException">Redis does not answer.</exception>
    public static async Task<IReadOnlyDictionary<Guid, OrderState>> ReadAsync(
        ISaleLedger ledger, IReadOnlyList<ChaosSale> sales, IReadOnlyList<StoredOrder> orders, CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<Guid, OrderState>();
        foreach (var sale in sales.Where(sale => sale.Product.Hold > TimeSpan.Zero))
            await Parallel.ForEachAsync(
                orders.Where(order => order.Epoch == sale.Epoch),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (order, _) =>
                {
                    if (await ledger.FindOrderAsync(sale.Product.ProductId, order.OrderId) is { } known)
                        found[order.OrderId] = known.State;
                });
        return found;
    }
}
