using FlashFlow.Core.Rebuilding;

namespace FlashFlow.Core.Auditing;

/// <summary>Counts what the store holds.</summary>
/// <remarks>All calls throw <see cref="Sales.SaleStoreUnavailableException"/> when the store does not answer.</remarks>
public interface IStoredOrders
{
    /// <summary>What has come to its end of these products' sales, all of it at one moment; sales of which nothing has are left out.</summary>
    Task<IReadOnlyList<SettledSale>> CountAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation);

    /// <summary>All stored orders of a sale, as their latest stored transitions left them.</summary>
    Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation);

    /// <summary>Which of these orders are neither stored nor in a dead letter, whatever was decided about it.</summary>
    Task<IReadOnlySet<Guid>> FindMissingAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellation);

    /// <summary>All stored transitions of a sale other than the first of an order.</summary>
    Task<IReadOnlyList<StoredTransition>> ReadTransitionsAsync(long epoch, CancellationToken cancellation);

    /// <summary>All dead letters with orders or transitions of the product, also those that were replayed or discarded.</summary>
    Task<IReadOnlyList<DeadMessage>> ReadDeadAsync(string productId, CancellationToken cancellation);
}
