using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Carts;

/// <summary>Takes from several products of a family in one step.</summary>
public interface ICartLedger
{
    /// <summary>Takes all parts or none. What it takes is counted, remembered by order id and in the outbox when the call returns (G1, G3).</summary>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer: all parts may be taken, or none.</exception>
    Task<CartReply> TakeAsync(CartTake take);
}
