using FlashFlow.Core.Buying;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Core.Guarding;

/// <summary>The ledger's answer to a batch of operations.</summary>
/// <param name="Results">One per operation, in their order.</param>
/// <param name="Mark">How far the ledger has come.</param>
/// <param name="IsSoldOut">An open sale with nothing left.</param>
/// <param name="Level">What is left; null when the ledger has no sale to speak of.</param>
/// <param name="Entry">What was accepted or changed, as it lies in the outbox; null when nothing was.</param>
/// <param name="IsSuspended">The ledger lost data of the sale and sells nothing (G7).</param>
/// <param name="UntilDue">How long until something is to be taken back; zero when something is now, null when nothing ever is.</param>
/// <param name="Now">The ledger's clock when it answered, in Unix milliseconds; 0 where nobody read it.</param>
/// <param name="IsLate">Nothing was decided, for a call of the batch came after its <see cref="CallDeadline"/>.</param>
public sealed record LedgerReply(
    IReadOnlyList<OrderResult> Results,
    HighWaterMark Mark,
    bool IsSoldOut,
    StockLevel? Level = null,
    OutboxEntry? Entry = null,
    bool IsSuspended = false,
    TimeSpan? UntilDue = null,
    long Now = 0,
    bool IsLate = false);
