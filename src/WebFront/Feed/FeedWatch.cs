using FlashFlow.Infrastructure.Postgres.Feed;

namespace FlashFlow.WebFront.Feed;

/// <summary>
/// Tells those who wait at this front that the feed goes on: one look at PostgreSQL every so often, however many wait, and none when nobody
/// does.
/// </summary>
internal sealed class FeedWatch(PostgresFeed feed, TimeProvider time, ILogger<FeedWatch> logger)
{
    private const int OfAll = 0; // No sale has this number.

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<int, Waiting> waiting = [];
    private long news;
    private long lookedAt;
    private bool isLooking;

    /// <summary>How often there were news; null while nobody has looked lately. What was read since the last time is hardly older than a look.</summary>
    public long? News
    {
        get
        {
            lock (gate)
                return isLooking && lookedAt != 0 && time.GetElapsedTime(lookedAt) < 2 * LookEvery ? news : null;
        }
    }

    /// <summary>Begins to wait, until what is returned is disposed of. What was read before may be old: read once more before you wait for news.</summary>
    /// <param name="epoch">The sale; null: of all.</param>
    public Wait Begin(int? epoch)
    {
        lock (gate)
        {
            var of = epoch ?? OfAll;
            if (!waiting.TryGetValue(of, out var those))
                waiting.Add(of, those = new());
            those.Count++;
            if (!isLooking)
            {
                (isLooking, lookedAt) = (true, 0);
                _ = Task.Run(LookAsync);
            }

            return new(this, of, those);
        }
    }

    /// <summary>The clock of those who wait.</summary>
    public TimeProvider Time => time;

    private async Task LookAsync()
    {
        for (long? seen = null; ;)
        {
            var pause = LookEvery;
            try
            {
                seen = await LookAsync(seen);
            }
            catch (SaleStoreUnavailableException failure)
            {
                logger.LogDebug(failure, "Readers of the feed wait until PostgreSQL answers");
                pause = AfterTrouble;
            }

            await Task.Delay(pause, time);
            lock (gate)
            {
                isLooking = waiting.Count > 0;
                if (!isLooking)
                    return;
            }
        }
    }

    private async Task<long> LookAsync(long? seen)
    {
        var started = time.GetTimestamp();
        if (seen is not { } last)
        {
            // Whoever waits by now may have read before this look: they read once more.
            last = (await feed.FindBoundsAsync(CancellationToken.None)).Last;
            Wake(All());
        }
        else if (await feed.ListRangesAsync(last, CancellationToken.None) is { Count: > 0 } steps)
        {
            last = steps[^1].Id;
            Wake(steps.Select(step => step.Epoch).Append(OfAll).Distinct());
        }

        lock (gate)
            lookedAt = started;
        return last;
    }

    private int[] All()
    {
        lock (gate)
            return [.. waiting.Keys];
    }

    private void Wake(IEnumerable<int> epochs)
    {
        lock (gate)
        {
            news++;
            foreach (var epoch in epochs)
                if (waiting.TryGetValue(epoch, out var those))
                    those.Wake();
        }
    }

    private void End(int epoch, Waiting those)
    {
        lock (gate)
            if (--those.Count == 0)
                waiting.Remove(epoch);
    }

    /// <summary>One reader's wait.</summary>
    public sealed class Wait(FeedWatch watch, int epoch, Waiting those) : IDisposable
    {
        private Task next = those.News;

        /// <summary>Waits for what may be new since the wait began, or since the last time, or until the time is up.</summary>
        public async Task NewsAsync(TimeSpan patience, CancellationToken cancellation)
        {
            await next.WaitAsync(patience, watch.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            next = those.News;
        }

        public void Dispose() => watch.End(epoch, those);
    }

    /// <summary>Those who wait for the same.</summary>
    public sealed class Waiting
    {
        private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How many they are; the watch counts.</summary>
        public int Count { get; set; }

        /// <summary>Ends with the next news.</summary>
        public Task News => Volatile.Read(ref news).Task;

        public void Wake() => Interlocked.Exchange(ref news, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
