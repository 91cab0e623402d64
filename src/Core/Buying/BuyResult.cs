namespace FlashFlow.Core.Buying;

/// <summary>The answer to one <see cref="BuyRequest"/>.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Epoch">The sale that answered, 0 when none did.</param>
/// <param name="Position">The order's place in its sale, from 1, when it was accepted now or before; otherwise 0.</param>
public readonly record struct BuyResult(BuyOutcome Outcome, long Epoch = 0, long Position = 0)
{
    /// <summary>The shopper has the units, by this request or an earlier one.</summary>
    public bool HasOrder => Outcome is BuyOutcome.Accepted or BuyOutcome.Replayed;

    /// <summary>The answer to a batch of which nothing was tried, or nothing is known: each of its buys gets the same outcome.</summary>
    public static BuyResult[] ForAll(IReadOnlyCollection<BuyRequest> batch, BuyOutcome outcome)
    {
        var results = new BuyResult[batch.Count];
        Array.Fill(results, new(outcome));
        return results;
    }
}
