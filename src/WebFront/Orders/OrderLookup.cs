using FlashFlow.Core.Auditing;
using FlashFlow.Infrastructure.Postgres;

namespace FlashFlow.WebFront.Orders;

/// <summary>
/// Finds out what became of an order. Ledger and store are asked at once. The ledger's word is the newest; where it does not answer, or not
/// soon, or has forgotten the order, what is stored is told.
/// </summary>
internal sealed class OrderLookup(ISaleLedger ledger, PostgresStoredOrders stored, TimeProvider time)
{
    private static readonly TimeSpan PatienceWithLedger = TimeSpan.FromMilliseconds(300);

    /// <summary>The order, or null where there is none.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="showsPayment">Whether whoever asks may know the payment.</param>
    /// <param name="cancellation">Whoever asks has gone.</param>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer, and the store does not have it or does not answer.</exception>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer, and the ledger does not have it.</exception>
    public async Task<OrderView?> FindAsync(string productId, Guid orderId, bool showsPayment, CancellationToken cancellation) =>
        await FindAsync(productId, orderId, cancellation) is { } order
            ? OrderView.Of(orderId, order.State, showsPayment) with { Quantity = order.Quantity, Stored = order.IsStored }
            : null;

    /// <summary>The same, without what depends on who asks.</summary>
    public async Task<KnownOrder?> FindAsync(string productId, Guid orderId, CancellationToken cancellation)
    {
        var inStore = stored.FindAsync(productId, orderId, cancellation);
        var inLedger = ledger.FindOrderAsync(productId, orderId);
        if (!await IsAnsweredSoonAsync(inLedger, cancellation) && await FindOrNullAsync(inStore) is { } known)
            return new(known.Quantity, known.State, IsStored: true);

        if (await inLedger is not { } order)
            return await inStore is { } old ? new(old.Quantity, old.State, IsStored: true) : null;

        // An order that the ledger knows is told rather than waited for.
        var behind = await FindOrNullAsync(inStore.SoonAsync(time, cancellation));
        return new(order.Quantity, order.State, behind is not null && IsSame(behind.State, order.State));
    }

    private async Task<bool> IsAnsweredSoonAsync(Task answer, CancellationToken cancellation)
    {
        try
        {
            await answer.WaitAsync(PatienceWithLedger, time, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is TimeoutException or LedgerUnavailableException)
        {
            return false;
        }
    }

    private static async Task<StoredOrder?> FindOrNullAsync(Task<StoredOrder?> inStore)
    {
        try
        {
            return await inStore;
        }
        catch (SaleStoreUnavailableException)
        {
            return null;
        }
    }

    private static bool IsSame(OrderState one, OrderState other) =>
        (one.Status, one.Cancelled, one.PaymentRef) == (other.Status, other.Cancelled, other.PaymentRef)
        && (one.Status != OrderStatus.Held || one.ExpiresAt == other.ExpiresAt);
}

/// <summary>An order as it is found.</summary>
/// <param name="Quantity">Units.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsStored">Whether it is in the database as it is told here.</param>
internal sealed record KnownOrder(int Quantity, OrderState State, bool IsStored);
