using FlashFlow.Core.Auditing;
using FlashFlow.Core.Sales;

namespace FlashFlow.Chaos.Verdict;

/// <summary>Reads all that is stored of the sales.</summary>
internal static class StoredOrders
{
    /// <returns>The orders, by sale and position.</returns>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL does not answer.</exception>
    public static async Task<IReadOnlyList<StoredOrder>> ReadAsync(IStoredOrders store, IReadOnlyList<ChaosSale> sales, CancellationToken cancellation)
    {
        var orders = new List<StoredOrder>();
        foreach (var sale in sales)
            orders.AddRange((await store.ReadAsync(sale.Epoch, cancellation)).OrderBy(order => order.Position).Select(order =>
                new StoredOrder(order.OrderId, sale.Epoch, order.Position, order.Quantity, order.ShopperId) { State = order.State }));
        return orders;
    }

    /// <returns>All that happened later to orders and sales.</returns>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL does not answer.</exception>
    public static async Task<IReadOnlyList<StoredEvent>> ReadEventsAsync(IStoredOrders store, IReadOnlyList<ChaosSale> sales, CancellationToken cancellation)
    {
        var events = new List<StoredEvent>();
        foreach (var sale in sales)
            events.AddRange((await store.ReadTransitionsAsync(sale.Epoch, cancellation)).Select(found =>
                new StoredEvent(sale.Epoch, found.Seq, found.Kind, found.OrderId)));
        return events;
    }
}
