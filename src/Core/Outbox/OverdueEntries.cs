using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Outbox;

/// <summary>
/// Which entries that have lain in an outbox for long are to be published, again or at last. What is not stored may wait in the broker behind much
/// else; it is overdue when what came after it is stored, or when nothing waits there. Where the store is away nobody can say, and nothing is published:
/// it is as safe in the outbox.
/// </summary>
public sealed class OverdueEntries(ISettledNumbers store, IBrokerContents broker, AwaitedEntries awaited, RelayOptions options, TimeProvider time)
{
    private readonly TimeSpan minAge = TimeSpan.FromMilliseconds(options.SweepMinAgeMilliseconds);
    private bool? isBrokerEmpty;

    /// <summary>
    /// A new sweep begins. As it finds the broker, so it counts to its end: what it publishes waits there, too, and says nothing of what was lost.
    /// </summary>
    internal void Begin() => isBrokerEmpty = null;

    /// <summary>What is to become of these entries of one outbox, the oldest first.</summary>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    internal async Task<OverdueReview> ReviewAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellation)
    {
        // What cannot be read goes alone, so that it is known again as the dead letter that it becomes.
        if (entries[0].FindNumbers() is null)
            return await IsKeptAsync(entries[0], cancellation) ? new([], [entries[0]], 1) : new([entries[0]], [], 1);

        var numbers = entries.Select(entry => entry.FindNumbers()).TakeWhile(found => found is not null).OfType<SeqRange>().ToArray();
        var answers = await store.FindAsync(numbers, cancellation);
        var found = new List<OutboxEntry>();
        for (var i = 0; i < numbers.Length; i++)
        {
            if (await IsOverdueAsync(entries[i].ProductId, numbers[i], answers[i]) is not { } isOverdue)
                return new(found, [], i);
            if (isOverdue)
                found.Add(entries[i]);
        }

        return new(found, [], numbers.Length);
    }

    // Null: neither this one nor any after it, for now.
    private async ValueTask<bool?> IsOverdueAsync(string productId, SeqRange numbers, SettledRange found)
    {
        var confirmed = awaited.FindConfirmed(productId, numbers);
        // One that nobody says was published is published once whatever the store has under its numbers: of a ledger that lost data and went on
        // it may have others (G8). What was published here is trimmed.
        if (found.Through >= numbers.Last)
            return confirmed is null;
        if (confirmed is { } at && time.GetElapsedTime(at) < minAge)
            return null;
        return numbers.Last < found.Latest || await IsBrokerEmptyAsync() ? true : null;
    }

    private async ValueTask<bool> IsBrokerEmptyAsync() => isBrokerEmpty ??= await broker.CountReadyAsync() == 0;

    // What cannot be read has no numbers to be known by. A drain keeps each such line as a dead letter.
    private async Task<bool> IsKeptAsync(OutboxEntry entry, CancellationToken cancellation)
    {
        var lines = new Delivery(entry.Body, () => ValueTask.CompletedTask).Defects.Select(defect => new DeadLetter(defect.Body, "", null).Fingerprint).ToArray();
        return (await store.FindLettersAsync(lines, cancellation)).IsSupersetOf(lines);
    }
}
