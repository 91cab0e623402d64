namespace FlashFlow.Core.Sales;

/// <summary>What operators have decided about a product's sale and when: the part of a sale that is not counted.</summary>
/// <param name="Epoch">The sale.</param>
/// <param name="Definition">The definition as it is now.</param>
/// <param name="State">What the operator has made of the sale.</param>
/// <param name="History">The changes, the oldest first; at most <see cref="MaxHistory"/>, of which the first is the start.</param>
public sealed record SaleRecord(long Epoch, SaleDefinition Definition, SaleState State, IReadOnlyList<SaleEvent> History)
{
    /// <summary>Most changes kept of a sale; beyond it the oldest after the start go.</summary>
    public const int MaxHistory = 1_000;

    /// <summary>The record with one more change.</summary>
    public SaleRecord With(SaleEvent change) => this with
    {
        History = History.Count < MaxHistory ? [.. History, change] : [History[0], .. History.Skip(2), change],
    };
}
