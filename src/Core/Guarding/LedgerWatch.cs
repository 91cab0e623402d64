using System.Collections.Immutable;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// Holds the products' ledgers against the stored orders and against what this process was told, again and again, so that one that lost data is
/// suspended also when nobody buys or when no guard remembers how far it had come (G7). All of them at the start and whenever the ledger may have lost everything;
/// otherwise those that are active, and one of the others by turns.
/// </summary>
public sealed class LedgerWatch(
    ISaleLedger sales, ISaleStore store, AnnouncingLedger heard, GuardOptions options, TimeProvider time, ILogger<LedgerWatch> logger)
{
    // Products at rest cost as much, however many there are.
    private const int AtRestPerCheck = 1;
    private static readonly TimeSpan LeastRound = TimeSpan.FromSeconds(30);

    private Queue<string> round = new();
    private ImmutableSortedDictionary<string, string> suspended = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    private string? identity;
    private long roundBegan;

    /// <summary>Why each suspended product is suspended, as the last check found it.</summary>
    public IReadOnlyDictionary<string, string> Suspended => suspended;

    /// <summary>Checks at once, and then again and again until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.WatchIntervalMilliseconds), time);
        do
        {
            try
            {
                await CheckAsync(cancellation);
            }
            catch (Exception failure) when (failure is LedgerUnavailableException or SaleStoreUnavailableException)
            {
                logger.LogDebug(failure, "The ledgers cannot be checked against the stored orders now; the next check tries again");
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Checks once what is due. Not to be called twice at once.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var ledger = await sales.FindIdentityAsync().WaitAsync(cancellation);
        var isAnother = ledger != identity;
        if (isAnother || (round.Count == 0 && time.GetElapsedTime(roundBegan) >= LeastRound))
            await BeginRoundAsync(cancellation);
        var inTurn = Enumerable.Range(0, isAnother ? round.Count : Math.Min(AtRestPerCheck, round.Count)).Select(_ => round.Dequeue()).ToArray();
        foreach (var productId in inTurn)
            await sales.ActivateIfWaitingAsync(productId).WaitAsync(cancellation);

        await sales.TidyListsAsync().WaitAsync(cancellation);
        await CompareAsync([.. (await sales.ListActiveAsync().WaitAsync(cancellation)).Union(suspended.Keys).Union(inTurn)], cancellation);
        identity = ledger;
    }

    private async Task CompareAsync(string[] productIds, CancellationToken cancellation)
    {
        // The store is read first, and so is what was heard: an order is in the ledger before it is stored, so a sound ledger is never behind either.
        var marks = productIds.Length == 0 ? ImmutableDictionary<string, HighWaterMark>.Empty : await store.ListMarksAsync(productIds, cancellation);
        var found = suspended.Clear();
        foreach (var productId in productIds)
        {
            var isSuspended = await sales.SuspendIfBehindAsync(productId, HighWaterMark.Later(marks.GetValueOrDefault(productId), heard.FindMark(productId))).WaitAsync(cancellation);
            if (!isSuspended || await sales.FindSuspensionAsync(productId) is not { } suspension)
                continue;
            found = found.Add(productId, suspension.Reason);

            // One that is gone from the ledger with the list is listed again, so that operators see what is lost.
            if (!suspended.ContainsKey(productId))
                await sales.ListAsync(productId, suspension.Known.Epoch).WaitAsync(cancellation);
        }

        foreach (var (productId, reason) in found)
            if (!suspended.ContainsKey(productId))
                logger.LogCritical("{Product} is suspended: {Reason}", productId, reason);
        foreach (var productId in suspended.Keys)
            if (!found.ContainsKey(productId))
                logger.LogInformation("{Product} is not suspended any more", productId);
        suspended = found;
    }

    private async Task BeginRoundAsync(CancellationToken cancellation)
    {
        await sales.RememberFamiliesAsync(await store.ListFamiliesAsync(cancellation)).WaitAsync(cancellation);

        // An archived product that is gone from the ledger is not lost.
        var stored = (await store.ListProductsAsync(cancellation)).Except(await store.ListArchivedAsync(cancellation)).ToArray();
        var listed = await sales.ListProductsAsync().WaitAsync(cancellation);
        foreach (var productId in stored.Except(listed))
            await ListAgainAsync(productId);

        // In an order of its own: the watches of several processes then look at different products.
        string[] ids = [.. stored.Union(listed)];
        Random.Shared.Shuffle(ids);
        round = new(ids);
        roundBegan = time.GetTimestamp();
    }

    // The list is apart from the ledger, and may be lost alone: then nobody would sweep the product's outbox any more (G3).
    private async Task ListAgainAsync(string productId)
    {
        if (await sales.FindAsync(productId) is not { IsArchived: false } sale)
            return;
        await sales.ListAsync(productId, sale.Epoch);
        logger.LogWarning("{Product} is on sale and was not on the ledger's list of products; it is there again", productId);
    }
}
