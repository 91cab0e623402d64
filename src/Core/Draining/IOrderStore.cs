namespace FlashFlow.Core.Draining;

/// <summary>Where orders and what happened to them are kept for good, and beside them what can never be (G8).</summary>
public interface IOrderStore
{
    /// <summary>
    /// Stores all orders, all transitions and all dead letters in one transaction. Orders that it already has, by order id, and transitions
    /// that it already has, by their number, stay as they are (G3). An order stands as its latest transition left it, in whatever order
    /// they come. A letter that it already has, by fingerprint, keeps its first time, and is for an operator again when this is a later attempt.
    /// </summary>
    /// <exception cref="OrderRejectedException">One of the orders or transitions can never be stored; nothing was.</exception>
    /// <exception cref="StoreUnavailableException">It could not be done now; nothing is known to be stored.</exception>
    Task StoreAsync(
        IReadOnlyList<OrderBatch> batches,
        IReadOnlyList<TransitionBatch> transitions,
        IReadOnlyList<DeadLetter> letters,
        CancellationToken cancellation);
}
