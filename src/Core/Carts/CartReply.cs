using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Carts;

/// <summary>What became of a <see cref="CartTake"/>.</summary>
/// <param name="Outcome"><see cref="OrderOutcome.Accepted"/>, <see cref="OrderOutcome.Replayed"/> where all was taken before, or why nothing was taken.</param>
/// <param name="Refused">The part that was refused, as its place among the parts; 0 where none was.</param>
/// <param name="Parts">One for each part, with the order as it stands where there is one.</param>
public sealed record CartReply(OrderOutcome Outcome, int Refused, IReadOnlyList<LedgerReply> Parts)
{
    /// <summary>The ledger's clock when it answered, in Unix milliseconds: of several products' clocks the earliest.</summary>
    public long Now => Parts.Min(part => part.Now);

    /// <summary>The shopper has what the parts say, by this call or an earlier one.</summary>
    public bool HasOrders => Outcome is OrderOutcome.Accepted or OrderOutcome.Replayed;
}
