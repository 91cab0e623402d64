using FlashFlow.Infrastructure.Postgres;

namespace FlashFlow.WebFront.Orders;

/// <summary>Finds out what became of an order. Ledger and store are asked at once: where one does not answer, what the other knows is told.</summary>
internal sealed class OrderLookup(ISaleLedger ledger, PostgresOrders stored)
{
    /// <summary>The order, or null where there is none.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer, and the store does not have it.</exception>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer, and the ledger does not have it.</exception>
    public async Task<OrderView?> FindAsync(string productId, Guid orderId, CancellationToken cancellation)
    {
        var inStore = stored.ContainsAsync(productId, orderId, cancellation);
        var inLedger = ledger.HasOrderAsync(productId, orderId);
        try
        {
            if (await inStore)
                return new(orderId, "confirmed");
        }
        catch (SaleStoreUnavailableException)
        {
            // An order that the ledger has forgotten may be stored.
            if (!await inLedger)
                throw;
            return new(orderId, "accepted");
        }

        return await inLedger ? new(orderId, "accepted") : null;
    }
}
