using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Outbox;

/// <summary>
/// What the store says of the numbers of transitions. A number is settled when its transition is stored, or is in a dead letter, whatever was
/// decided about it, or was given up by a rebuild: what becomes of the broker does not concern it any more (G3, G8).
/// </summary>
public interface ISettledNumbers
{
    /// <summary>How much of each of these ranges is settled, in their order.</summary>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<SettledRange>> FindAsync(IReadOnlyList<SeqRange> ranges, CancellationToken cancellation);

    /// <summary>Which of these are fingerprints of dead letters.</summary>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlySet<string>> FindLettersAsync(IReadOnlyCollection<string> fingerprints, CancellationToken cancellation);
}
