namespace FlashFlow.Core.Outbox;

/// <summary>
/// What one sweep has seen of one outbox, and how long ago by its own clock, which only ever runs forward. The ids of entries and the
/// leases of other owners are by Redis's clock, which may be set: by them nobody can say how long something has lain there.
/// </summary>
internal sealed class OutboxSightings(TimeSpan minAge, TimeSpan lease, TimeProvider time)
{
    // What is published again and again, and not stored, is so in vain.
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(1);

    // Entries are told apart by when they were first seen this finely; a sweep that comes more often notes fewer sightings.
    private const int SightingsPerAge = 8;

    private readonly TimeSpan least = minAge > lease ? minAge : lease;
    private readonly Queue<(string Newest, long At)> waiting = new();
    private (string Newest, long At)? latest;
    private string? holder;
    private long holderSince;
    private string? oldest;
    private long began;
    private TimeSpan patience;

    /// <summary>The newest of the entries that were seen at least the least age ago; null when there is none.</summary>
    public string? Through { get; private set; }

    /// <summary>The entry up to which all has been seen to of late: it is not looked at again for now. Null when nothing has.</summary>
    public string? After { get; private set; }

    /// <summary>The claim of another owner that has not been renewed for twice the length of a lease: its owner is dead.</summary>
    public string? Abandoned => holder is not null && time.GetElapsedTime(holderSince) >= lease * 2 ? holder : null;

    /// <summary>Grows old: what was seen long enough ago may be claimed from now on, and what was seen to long enough ago once more.</summary>
    public void Age()
    {
        if (After is not null && time.GetElapsedTime(began) >= patience)
            After = null;
        while (waiting.TryPeek(out var sighting) && time.GetElapsedTime(sighting.At) >= minAge)
            Through = waiting.Dequeue().Newest;
    }

    /// <summary>Takes note of what a claim found.</summary>
    public void Note(OutboxClaim found)
    {
        if (found.Holder != holder)
            (holder, holderSince) = (found.Holder, time.GetTimestamp());
        if (found.Newest is not { } newest || newest == latest?.Newest)
            return;
        if (latest is { } last && time.GetElapsedTime(last.At) < minAge / SightingsPerAge)
            return;
        latest = (newest, time.GetTimestamp());
        waiting.Enqueue(latest.Value);
    }

    /// <summary>Has seen to these entries. If the first of all lies there still when all are looked at again, the next time is twice as far off.</summary>
    public void Pass(string first, string last)
    {
        if (After is null)
        {
            patience = first != oldest ? least : patience * 2 < MostPatience ? patience * 2 : MostPatience;
            (oldest, began) = (first, time.GetTimestamp());
        }

        After = last;
    }
}
