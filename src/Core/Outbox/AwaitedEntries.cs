namespace FlashFlow.Core.Outbox;

/// <summary>
/// The entries that the broker has confirmed to this process, and that may not be stored yet. Only such an entry leaves the outbox, and only when its
/// numbers are settled: that it was published says that it is on its way, the numbers say that it has arrived. Neither would do alone: of
/// a ledger that lost data and went on, the store has other orders under the same numbers, and who has not been published is not a dead letter yet.
/// </summary>
public sealed class AwaitedEntries(TimeProvider time)
{
    // Some 20 MB, in which there is room for what several products sell in ten minutes. What is beyond is left to the sweep, and published once more.
    private const int MostEntries = 1_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<AwaitedRun>> products = [];
    private int count;

    /// <summary>The broker has confirmed these.</summary>
    public void Add(IReadOnlyList<OutboxEntry> confirmed)
    {
        lock (gate)
            foreach (var product in confirmed.GroupBy(entry => entry.ProductId))
                Add(product.Key, [.. product]);
    }

    /// <summary>When the broker confirmed these numbers for the first time, as a timestamp; null where it did not.</summary>
    internal long? FindConfirmed(string productId, SeqRange numbers)
    {
        lock (gate)
            return Find(productId, numbers)?.ConfirmedAt;
    }

    /// <summary>The ranges of numbers that are awaited, for each product those with the lowest numbers, so many at most.</summary>
    internal IReadOnlyList<(string ProductId, List<SeqRange> Ranges)> ListOldest(int most)
    {
        lock (gate)
            return [.. products.Select(product => (product.Key, Join(product.Value, most)))];
    }

    /// <summary>What of a product the store has by now.</summary>
    internal IReadOnlyList<AwaitedRun> ListSettled(string productId, Func<SeqRange, bool> isSettled)
    {
        lock (gate)
            return [.. products.GetValueOrDefault(productId, []).Where(run => isSettled(run.Numbers))];
    }

    /// <summary>These have left the outbox.</summary>
    internal void Forget(string productId, IEnumerable<AwaitedRun> gone)
    {
        var all = gone.ToHashSet();
        lock (gate)
        {
            count -= all.Sum(run => run.Count);
            var left = products[productId];
            left.RemoveAll(all.Contains);
            if (left.Count == 0)
                products.Remove(productId);
        }
    }

    private void Add(string productId, OutboxEntry[] entries)
    {
        var run = new List<OutboxEntry>();
        SeqRange? numbers = null;
        foreach (var entry in entries)
        {
            if (entry.FindNumbers() is not { } found)
                continue;
            if (Find(productId, found) is not null)
                continue; // Published again.
            if (numbers?.Join(found) is { } joined)
            {
                numbers = joined;
            }
            else
            {
                Add(productId, numbers, run);
                (run, numbers) = ([], found);
            }

            run.Add(entry);
        }

        Add(productId, numbers, run);
    }

    private void Add(string productId, SeqRange? numbers, List<OutboxEntry> run)
    {
        if (numbers is null || count + run.Count > MostEntries)
            return;
        if (!products.TryGetValue(productId, out var runs))
            products.Add(productId, runs = []);
        runs.Insert(
            CountUpTo(runs, numbers.Value),
            new(numbers.Value, run.Select(entry => entry.Id), run.Count) { ConfirmedAt = time.GetTimestamp() });
        count += run.Count;
    }

    private AwaitedRun? Find(string productId, SeqRange numbers) =>
        products.TryGetValue(productId, out var runs) && CountUpTo(runs, numbers) is > 0 and var before && runs[before - 1].Numbers.Contains(numbers)
            ? runs[before - 1]
            : null;

    // They are in the order of their numbers, in which they come, too, but for those that another process accepted in between.
    private static int CountUpTo(List<AwaitedRun> runs, SeqRange numbers)
    {
        var (low, high) = (0, runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var there = runs[middle].Numbers;
            if (there.Epoch < numbers.Epoch || (there.Epoch == numbers.Epoch && there.First <= numbers.First))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static List<SeqRange> Join(List<AwaitedRun> runs, int most)
    {
        var ranges = new List<SeqRange>();
        foreach (var run in runs)
        {
            if (ranges.Count > 0 && ranges[^1].Join(run.Numbers) is { } joined)
                ranges[^1] = joined;
            else if (ranges.Count == most)
                break;
            else
                ranges.Add(run.Numbers);
        }

        return ranges;
    }
}
