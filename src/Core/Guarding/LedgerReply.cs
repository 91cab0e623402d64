using FlashFlow.Core.Buying;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Core.Guarding;

/// <summary>The ledger's answer to a batch of buys.</summary>
/// <param name="Results">One per buy, in their order.</param>
/// <param name="Mark">How far the ledger has come.</param>
/// <param name="IsSoldOut">An open sale with nothing left.</param>
/// <param name="Level">What is left; null when the ledger has no sale to speak of.</param>
/// <param name="Entry">What was accepted, as it lies in the outbox; null when nothing was.</param>
/// <param name="IsSuspended">The ledger lost data of the sale and sells nothing (G7).</param>
public sealed record LedgerReply(
    IReadOnlyList<BuyResult> Results, HighWaterMark Mark, bool IsSoldOut, StockLevel? Level = null, OutboxEntry? Entry = null, bool IsSuspended = false);
