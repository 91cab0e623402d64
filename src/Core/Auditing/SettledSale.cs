namespace FlashFlow.Core.Auditing;

/// <summary>What of a sale has come to its end. An order counts once: as stored before anything else, and as dead before discarded.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">The sale.</param>
/// <param name="Stored">Stored.</param>
/// <param name="Dead">In dead letters that wait for an operator.</param>
/// <param name="Discarded">In dead letters that operators gave up.</param>
public readonly record struct SettledSale(string ProductId, long Epoch, Tally Stored, Tally Dead, Tally Discarded)
{
    /// <summary>Its transitions other than the first of an order, counted in the same way.</summary>
    public SettledTransitions Transitions { get; init; }

    /// <summary>When its orders left the store, as they were not to be kept any more; null while they are kept. What is stored is then what was.</summary>
    public DateTimeOffset? PrunedAt { get; init; }
}
