namespace FlashFlow.Core.Draining;

/// <summary>Where orders are kept for good.</summary>
public interface IOrderStore
{
    /// <summary>Stores all orders in one transaction; those it already has, by order id, stay as they are (G3).</summary>
    /// <exception cref="OrderRejectedException">One of them can never be stored; none was.</exception>
    /// <exception cref="StoreUnavailableException">It could not be done now; none is known to be stored.</exception>
    Task StoreAsync(IReadOnlyList<OrderBatch> batches, CancellationToken cancellation);
}
