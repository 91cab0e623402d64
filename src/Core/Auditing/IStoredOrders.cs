using FlashFlow.Core.Rebuilding;

namespace FlashFlow.Core.Auditing;

/// <summary>Counts what the store holds.</summary>
/// <remarks>All calls throw <see cref="Sales.SaleStoreUnavailableException"/> when the store does not answer.</remarks>
public interface IStoredOrders
{
    /// <summary>What is stored of the product, by epoch.</summary>
    Task<IReadOnlyDictionary<long, Tally>> CountAsync(string productId, CancellationToken cancellation);

    /// <summary>All orders of a sale.</summary>
    Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation);

    /// <summary>All orders of a sale that operators discarded.</summary>
    Task<IReadOnlyList<SoldOrder>> ReadDiscardedAsync(long epoch, CancellationToken cancellation);

    /// <summary>What operators discarded of the product, by epoch; an order that is stored nevertheless does not count.</summary>
    Task<IReadOnlyDictionary<long, Tally>> CountDiscardedAsync(string productId, CancellationToken cancellation);

    /// <summary>Which of these orders are stored or discarded.</summary>
    Task<IReadOnlySet<Guid>> FindAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellation);
}
