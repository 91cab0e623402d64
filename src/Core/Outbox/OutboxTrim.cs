using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Outbox;

/// <summary>Has entries leave the outbox that this process has published and that are stored by now (G3): many at once, and one question for all sales.</summary>
public sealed class OutboxTrim(IOutbox outbox, ISettledNumbers store, AwaitedEntries awaited)
{
    private const int MostRanges = 100;

    // No buy waits behind it for long.
    private const int RemovedTogether = 1_000;

    /// <summary>Has them leave. Not to be called twice at once.</summary>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    /// <exception cref="Guarding.LedgerUnavailableException">The ledger does not answer; what stays is tried again.</exception>
    public async Task TrimAsync(CancellationToken cancellation)
    {
        bool isMore;
        do
        {
            isMore = false;
            var oldest = awaited.ListOldest(MostRanges);
            if (oldest.Count == 0)
                return;
            var answers = await store.FindAsync([.. oldest.SelectMany(product => product.Ranges)], cancellation);
            var next = 0;
            foreach (var (productId, ranges) in oldest)
            {
                var found = ranges.Zip(answers.Skip(next)).ToArray();
                next += ranges.Count;
                isMore |= await RemoveAsync(productId, found) > 0 && ranges.Count == MostRanges;
            }
        }
        while (isMore && !cancellation.IsCancellationRequested);
    }

    private async Task<int> RemoveAsync(string productId, (SeqRange Asked, SettledRange Found)[] answers)
    {
        var settled = awaited.ListSettled(
            productId,
            numbers => Array.Exists(answers, answer => answer.Asked.Epoch == numbers.Epoch
                && (numbers.Last <= answer.Found.Dense || (answer.Asked.First <= numbers.First && numbers.Last <= answer.Found.Through))));
        foreach (var together in InParts(settled))
        {
            await outbox.RemoveAsync(productId, [.. together.SelectMany(run => run.Ids)]);
            awaited.Forget(productId, together);
        }

        return settled.Count;
    }

    private static IEnumerable<List<AwaitedRun>> InParts(IReadOnlyList<AwaitedRun> runs)
    {
        var part = new List<AwaitedRun>();
        foreach (var run in runs)
        {
            part.Add(run);
            if (part.Sum(taken => taken.Count) < RemovedTogether)
                continue;
            yield return part;
            part = [];
        }

        if (part.Count > 0)
            yield return part;
    }
}
