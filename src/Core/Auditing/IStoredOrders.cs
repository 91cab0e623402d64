using FlashFlow.Core.Rebuilding;

namespace FlashFlow.Core.Auditing;

/// <summary>Counts what the store holds.</summary>
public interface IStoredOrders
{
    /// <summary>What is stored of the product, by epoch.</summary>
    /// <exception cref="Sales.SaleStoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyDictionary<long, Tally>> CountAsync(string productId, CancellationToken cancellation);

    /// <summary>All orders of a sale.</summary>
    /// <exception cref="Sales.SaleStoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation);
}
