using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Guarding;

/// <summary>The authority over stock: one atomic, durable step per batch.</summary>
public interface IStockLedger
{
    /// <summary>
    /// Decides a batch of operations on the orders of one product: first what is due is taken back, then orders are changed, then buys are
    /// decided, each in their order. What it accepts is counted, remembered by order id and in the outbox when the call returns, or not
    /// accepted at all (G1, G3).
    /// </summary>
    /// <param name="productId">The product.</param>
    /// <param name="known">
    /// How far the ledger must have come at least. One that is behind accepts nothing and suspends the sale, from then on for everybody (G7).
    /// </param>
    /// <param name="batch">The operations, from one to <see cref="GuardOptions.MaxBatchLimit"/>.</param>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer: each operation may or may not be carried out.</exception>
    Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch);
}
