using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>
/// An operator's look at the dead letters: it holds them while it lasts, replays or discards what is chosen (G8), and puts the others back
/// when it is disposed of. Nothing leaves the queue before it is safe elsewhere.
/// </summary>
public sealed class DeadLetterReview : IAsyncDisposable
{
    /// <summary>Letters that one look takes at most.</summary>
    public const int MaxLetters = 100_000;

    private readonly IDeadLetterOffice office;
    private readonly IDiscardedLetters discarded;
    private readonly IHeldLetters held;

    private DeadLetterReview(IDeadLetterOffice office, IDiscardedLetters discarded, IHeldLetters held)
    {
        this.office = office;
        this.discarded = discarded;
        this.held = held;
        Letters = [.. held.Letters
            .GroupBy(copy => copy.Letter.Fingerprint)
            .Select(copies => new ReviewedLetter([.. copies]))
            .OrderBy(letter => letter.Letter.FirstSeen)];
    }

    /// <summary>The letters, those first seen before the others.</summary>
    public IReadOnlyList<ReviewedLetter> Letters { get; }

    /// <summary>Takes the letters that lie there now.</summary>
    /// <exception cref="Outbox.BrokerUnavailableException">The broker does not answer.</exception>
    public static async Task<DeadLetterReview> OpenAsync(IDeadLetterOffice office, IDiscardedLetters discarded) =>
        new(office, discarded, await office.TakeAsync(MaxLetters));

    /// <summary>The letters whose fingerprint begins with these digits, in lower case: one or none, unless there are very many letters.</summary>
    public IReadOnlyList<ReviewedLetter> Find(string id) =>
        [.. Letters.Where(letter => id.Length >= DeadLetter.IdLength && letter.Letter.Fingerprint.StartsWith(id, StringComparison.Ordinal))];

    /// <summary>Sends a letter through the drain again.</summary>
    /// <exception cref="Outbox.BrokerUnavailableException">The broker does not answer; the letter may be in both queues then, and is stored once.</exception>
    public async Task ReplayAsync(ReviewedLetter letter)
    {
        await office.ReplayAsync(letter.Letter);

        // Removed only now: who dies before this line leaves the letter here as well, and its orders are stored once (G3).
        await letter.RemoveAsync();
    }

    /// <summary>Gives a letter up: its orders will never be stored, and the books count them as discarded (G6).</summary>
    /// <exception cref="Sales.SaleStoreUnavailableException">The store does not answer; the letter stays where it is.</exception>
    /// <exception cref="Outbox.BrokerUnavailableException">The broker does not answer; the letter may come back, and counts once.</exception>
    public async Task DiscardAsync(ReviewedLetter letter, string by, CancellationToken cancellation)
    {
        await discarded.AddAsync(letter.Letter, letter.Batches, by, cancellation);
        await letter.RemoveAsync();
    }

    /// <summary>Puts back what was neither replayed nor discarded.</summary>
    public ValueTask DisposeAsync() => held.DisposeAsync();
}
