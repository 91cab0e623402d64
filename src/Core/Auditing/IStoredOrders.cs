using FlashFlow.Core.Rebuilding;

namespace FlashFlow.Core.Auditing;

/// <summary>Counts what the store holds.</summary>
/// <remarks>All calls throw <see cref="Sales.SaleStoreUnavailableException"/> when the store does not answer.</remarks>
public interface IStoredOrders
{
    /// <summary>What has come to its end of these products' sales, all of it at one moment; sales of which nothing has are left out.</summary>
    Task<IReadOnlyList<SettledSale>> CountAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation);

    /// <summary>All stored orders of a sale.</summary>
    Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation);

    /// <summary>All orders of the product in dead letters, also in those that were replayed or discarded.</summary>
    Task<IReadOnlyList<DeadOrder>> ReadDeadAsync(string productId, CancellationToken cancellation);
}
