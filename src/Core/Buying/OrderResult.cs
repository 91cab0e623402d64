namespace FlashFlow.Core.Buying;

/// <summary>The answer to one <see cref="OrderOperation"/>.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Epoch">The sale that answered, 0 when none did.</param>
/// <param name="Position">The number of the transition by which the order was held or sold, when it was accepted now or before; otherwise 0.</param>
/// <param name="State">How the order stands now; null where there is none, and for one that was sold at once and nothing has happened to since.</param>
public readonly record struct OrderResult(OrderOutcome Outcome, long Epoch = 0, long Position = 0, OrderState? State = null)
{
    /// <summary>The shopper has an order, by this request or an earlier one.</summary>
    public bool HasOrder => Outcome is OrderOutcome.Accepted or OrderOutcome.Replayed;

    /// <summary>The order is as it was asked to be, by this request or an earlier one.</summary>
    public bool IsChanged => Outcome is OrderOutcome.Changed or OrderOutcome.Repeated;

    /// <summary>The answer to a batch of which nothing was tried, or nothing is known: each of its operations gets the same outcome.</summary>
    public static OrderResult[] ForAll(IReadOnlyCollection<OrderOperation> batch, OrderOutcome outcome)
    {
        var results = new OrderResult[batch.Count];
        Array.Fill(results, new(outcome));
        return results;
    }
}
