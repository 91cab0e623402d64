using FlashFlow.Infrastructure.Postgres;

namespace FlashFlow.WebFront.Orders;

/// <summary>
/// Finds out what became of an order. Ledger and store are asked at once: where one does not answer, or not soon, what the other knows is
/// told.
/// </summary>
internal sealed class OrderLookup(ISaleLedger ledger, PostgresStoredOrders stored, TimeProvider time)
{
    /// <summary>The order, or null where there is none.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer, and the store does not have it or does not answer soon.</exception>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer, and the ledger does not have it.</exception>
    public async Task<OrderView?> FindAsync(string productId, Guid orderId, CancellationToken cancellation)
    {
        var inStore = stored.FindAsync(productId, orderId, cancellation);
        var inLedger = ledger.HasOrderAsync(productId, orderId);
        try
        {
            if (await inStore.SoonAsync(time, cancellation) is not null)
                return new(orderId, "confirmed");
        }
        catch (SaleStoreUnavailableException)
        {
            // An order that the ledger knows is told as accepted rather than waited for.
            if (await inLedger)
                return new(orderId, "accepted");

            // An order that the ledger has forgotten may be stored.
            return await inStore is not null ? new(orderId, "confirmed") : null;
        }

        return await inLedger ? new(orderId, "accepted") : null;
    }
}
