namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>Of which sales there is something new, until somebody takes it up: of each once, however often it is told.</summary>
public sealed class FeedNews : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim some = new(0, 1);
    private HashSet<int> epochs = [];

    /// <summary>There is something new of these sales.</summary>
    public void Tell(IEnumerable<int> sales)
    {
        lock (gate)
        {
            epochs.UnionWith(sales);
            if (epochs.Count > 0 && some.CurrentCount == 0)
                some.Release();
        }
    }

    /// <summary>Of which sales there was something new since the last time.</summary>
    public IReadOnlyCollection<int> Take()
    {
        lock (gate)
        {
            var taken = epochs;
            epochs = [];
            return taken;
        }
    }

    /// <summary>Waits for news, or until the time is up.</summary>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellation) => some.WaitAsync(patience, cancellation);

    /// <inheritdoc/>
    public void Dispose() => some.Dispose();
}
