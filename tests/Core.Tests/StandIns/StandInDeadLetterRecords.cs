using System.Text;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>Kept dead letters and the way back to the drain, each of which can be away.</summary>
public sealed class StandInDeadLetterRecords(Journal journal) : IDeadLetterRecords, ILetterReplay
{
    public List<DeadLetter> Letters { get; } = [];

    public bool IsStoreAway { get; set; }

    public bool IsBrokerAway { get; set; }

    public Task<IReadOnlyList<ReviewedLetter>> ListAsync(int max, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ReviewedLetter>>([.. Letters.Take(max).Select(letter => new ReviewedLetter(letter, default))]);

    public Task<IReadOnlyList<ReviewedLetter>> FindAsync(string id, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ReviewedLetter>>(
            [.. Letters.Where(letter => letter.Fingerprint.StartsWith(id, StringComparison.Ordinal)).Select(letter => new ReviewedLetter(letter, default))]);

    public Task<(long Letters, long Unreadable)> CountAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task MarkReplayedAsync(DeadLetter letter, CancellationToken cancellation) => DecideAsync("replayed", letter);

    public Task<int> RecallAsync(TimeSpan after, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> DiscardAsync(DeadLetter letter, string by, CancellationToken cancellation) => DecideAsync($"discarded by {by}", letter);

    public Task ReplayAsync(DeadLetter letter)
    {
        if (IsBrokerAway)
            throw new BrokerUnavailableException("no confirm in time");
        journal.Write($"publish {Encoding.UTF8.GetString(letter.Body.Span)}");
        return Task.CompletedTask;
    }

    private Task<bool> DecideAsync(string decision, DeadLetter letter)
    {
        if (IsStoreAway)
            throw new SaleStoreUnavailableException("no connection", new IOException());
        journal.Write($"{decision}: {Encoding.UTF8.GetString(letter.Body.Span)}");
        return Task.FromResult(Letters.Remove(letter));
    }
}
