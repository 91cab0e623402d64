using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>
/// An operator's look at the dead letters, who replays or discards what is chosen (G8). Nothing is taken from anybody else meanwhile, and
/// no letter is done with before it is safe elsewhere.
/// </summary>
public sealed class DeadLetterReview
{
    /// <summary>Letters that one look reads at most.</summary>
    public const int MaxLetters = 100_000;

    private readonly IDeadLetterRecords records;
    private readonly ILetterReplay replay;

    private DeadLetterReview(IDeadLetterRecords records, ILetterReplay replay, IReadOnlyList<ReviewedLetter> letters)
    {
        this.records = records;
        this.replay = replay;
        Letters = letters;
    }

    /// <summary>The letters, those first seen before the others.</summary>
    public IReadOnlyList<ReviewedLetter> Letters { get; }

    /// <summary>Reads the letters that wait now.</summary>
    /// <exception cref="Sales.SaleStoreUnavailableException">The store does not answer.</exception>
    public static async Task<DeadLetterReview> OpenAsync(IDeadLetterRecords records, ILetterReplay replay, CancellationToken cancellation) =>
        new(records, replay, await records.ListAsync(MaxLetters, cancellation));

    /// <summary>Reads the letters alone whose fingerprint begins with these digits, whether they wait or not.</summary>
    /// <exception cref="Sales.SaleStoreUnavailableException">The store does not answer.</exception>
    public static async Task<DeadLetterReview> OpenAsync(IDeadLetterRecords records, ILetterReplay replay, string id, CancellationToken cancellation) =>
        new(records, replay, IsId(id) ? await records.FindAsync(id.ToLowerInvariant(), cancellation) : []);

    /// <summary>The letters whose fingerprint begins with these digits, in lower case: one or none, unless there are very many letters.</summary>
    public IReadOnlyList<ReviewedLetter> Find(string id) =>
        [.. Letters.Where(letter => IsId(id) && letter.Letter.Fingerprint.StartsWith(id, StringComparison.Ordinal))];

    /// <summary>Sends a letter through the drain again.</summary>
    /// <exception cref="Outbox.BrokerUnavailableException">The broker does not answer; the letter waits as before.</exception>
    /// <exception cref="Sales.SaleStoreUnavailableException">The store does not answer; the letter may wait as before, and its orders are stored once.</exception>
    public async Task ReplayAsync(ReviewedLetter letter, CancellationToken cancellation)
    {
        await replay.ReplayAsync(letter.Letter);

        // Only now: who dies before this line leaves the letter waiting, and its orders are stored once (G3).
        await records.MarkReplayedAsync(letter.Letter, cancellation);
    }

    /// <summary>Gives a letter up: its orders will never be stored, and the books count them as discarded (G6).</summary>
    /// <returns>False when somebody else has decided about it meanwhile.</returns>
    /// <exception cref="Sales.SaleStoreUnavailableException">The store does not answer; the letter may wait as before.</exception>
    public Task<bool> DiscardAsync(ReviewedLetter letter, string by, CancellationToken cancellation) =>
        records.DiscardAsync(letter.Letter, by, cancellation);

    private static bool IsId(string text) => text.Length is >= DeadLetter.IdLength and <= DeadLetter.FingerprintLength && text.All(char.IsAsciiHexDigit);
}
