namespace FlashFlow.Core.Draining;

/// <summary>Where orders are kept for good, and beside them what can never be one (G8).</summary>
public interface IOrderStore
{
    /// <summary>
    /// Stores all orders and all dead letters in one transaction. Orders that it already has, by order id, stay as they are (G3). A letter
    /// that it already has, by fingerprint, keeps its first time, and is for an operator again when this is a later attempt.
    /// </summary>
    /// <exception cref="OrderRejectedException">One of the orders can never be stored; nothing was.</exception>
    /// <exception cref="StoreUnavailableException">It could not be done now; nothing is known to be stored.</exception>
    Task StoreAsync(IReadOnlyList<OrderBatch> batches, IReadOnlyList<DeadLetter> letters, CancellationToken cancellation);
}
