using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>The dead letters as they are kept (G8). Looking changes nothing, and everybody who looks sees the same.</summary>
/// <remarks>All calls throw <see cref="Sales.SaleStoreUnavailableException"/> when the store does not answer.</remarks>
public interface IDeadLetterRecords
{
    /// <summary>The letters that wait for an operator, those first seen before the others, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<ReviewedLetter>> ListAsync(int max, CancellationToken cancellation);

    /// <summary>The letters whose fingerprint begins with these digits, in lower case, whether they wait or not.</summary>
    Task<IReadOnlyList<ReviewedLetter>> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Letters that wait for an operator, and those of them of which nobody can say whose orders they hold.</summary>
    Task<(long Letters, long Unreadable)> CountAsync(CancellationToken cancellation);

    /// <summary>
    /// Notes that a letter is on its way to the drain again. It is kept: one that comes back in vain waits again, with one more attempt.
    /// Does nothing when it has come back already, or somebody else has decided about it.
    /// </summary>
    Task MarkReplayedAsync(DeadLetter letter, CancellationToken cancellation);

    /// <summary>
    /// Has letters wait for an operator again that were replayed so long ago and have come nowhere: the broker has lost them. One that is only late
    /// is stored when it comes, whatever is decided meanwhile.
    /// </summary>
    /// <returns>How many.</returns>
    Task<int> RecallAsync(TimeSpan after, CancellationToken cancellation);

    /// <summary>Gives a letter up; it is kept, and the books count its orders as discarded (G6).</summary>
    /// <returns>False, with nothing changed, when it does not wait any more: somebody else has decided about it.</returns>
    Task<bool> DiscardAsync(DeadLetter letter, string by, CancellationToken cancellation);
}
