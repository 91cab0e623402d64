using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Outbox;

/// <summary>
/// Has what is stored leave the outboxes, finds what dead processes, absent brokers and those that lost everything left there and publishes it
/// (G3), and finds holds that are due and have no guard.
/// </summary>
public sealed class OutboxSweep(
    IOutbox outbox,
    ISaleLedger sales,
    OutboxRelay relay,
    OutboxTrim trim,
    OverdueEntries overdue,
    OverdueHolds holds,
    RelayOptions options,
    TimeProvider time,
    ILogger<OutboxSweep> logger)
{
    private const int ClaimSize = 100;

    private readonly string owner = Guid.NewGuid().ToString("N");
    private readonly TimeSpan minAge = TimeSpan.FromMilliseconds(options.SweepMinAgeMilliseconds);
    private readonly TimeSpan lease = TimeSpan.FromMilliseconds(options.SweepIntervalMilliseconds * 2);
    private readonly Dictionary<string, OutboxSightings> sightings = []; // of outboxes that are not empty
    private bool isFailing;
    private bool isStoreAway;

    /// <summary>Sweeps all active products at once, and then again and again until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.SweepIntervalMilliseconds), time);
        do
        {
            await SweepAllAsync(cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>
    /// Publishes what this sweep has seen in one product's outbox for long enough, and what is overdue of it: what is seen for the first time waits
    /// for a later call. Not to be called twice at once.
    /// </summary>
    /// <returns>How many entries were published.</returns>
    /// <exception cref="LedgerUnavailableException">The outbox cannot be read now.</exception>
    public Task<int> SweepAsync(string productId, CancellationToken cancellation)
    {
        overdue.Begin();
        return SweepOneAsync(productId, cancellation);
    }

    private async Task<int> SweepOneAsync(string productId, CancellationToken cancellation)
    {
        var seen = sightings.GetValueOrDefault(productId) ?? new(minAge, lease, time);
        seen.Age();
        var (published, isDue) = (0, false);
        // As long as not even the oldest is overdue, no other is read.
        for (var size = 1; !cancellation.IsCancellationRequested; size = ClaimSize)
        {
            var found = await outbox.ClaimAsync(productId, owner, seen.After, isStoreAway ? null : seen.Through, seen.Abandoned, lease, size);
            seen.Note(found);
            isDue |= found.IsDue;
            if (found.Newest is null)
                sightings.Remove(productId);
            else
                sightings[productId] = seen;

            var (passed, confirmed) = await SeeToAsync(found.Entries, cancellation);
            published += confirmed;
            if (passed > 0)
                seen.Pass(found.Entries[0].Id, found.Entries[passed - 1].Id);
            // What stays is tried again by the next sweep, not at once and over and over.
            if (passed < size)
                break;
        }

        if (isDue)
            await holds.TakeBackAsync(productId, cancellation);
        if (published > 0)
            logger.LogInformation("Swept {Count} entries from the outbox of {Product}", published, productId);
        return published;
    }

    /// <returns>How many of the entries need not be looked at again for now, and how many were published.</returns>
    private async Task<(int Passed, int Published)> SeeToAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellation)
    {
        if (entries.Count == 0)
            return default;
        try
        {
            var review = await overdue.ReviewAsync(entries, cancellation);
            if (review.Settled.Count > 0)
                await outbox.RemoveAsync(entries[0].ProductId, [.. review.Settled.Select(entry => entry.Id)]);
            var published = await relay.PublishAsync(review.Overdue);
            var isAll = published == review.Overdue.Count;
            return (isAll ? review.Count : IndexOf(entries, review.Overdue[published]), published);
        }
        catch (SaleStoreUnavailableException failure)
        {
            isStoreAway = true;
            logger.LogDebug(failure, "Nobody can say what is stored: what lies in the outboxes stays there");
        }
        catch (BrokerUnavailableException failure)
        {
            logger.LogDebug(failure, "What lies in the outboxes cannot be published");
        }

        return default;
    }

    private static int IndexOf(IReadOnlyList<OutboxEntry> entries, OutboxEntry entry)
    {
        var index = 0;
        while (entries[index] != entry)
            index++;
        return index;
    }

    private async Task SweepAllAsync(CancellationToken cancellation)
    {
        overdue.Begin();
        var failure = await TryTrimAsync(cancellation);
        try
        {
            foreach (var productId in await sales.ListActiveAsync())
                failure = await TrySweepAsync(productId, cancellation) ?? failure;
        }
        catch (LedgerUnavailableException unlisted)
        {
            failure = unlisted;
        }

        if (failure is not null && !isFailing)
            logger.LogError(failure, "The outboxes cannot be swept: what another process accepted before it died waits there until they can");
        else if (failure is null && isFailing)
            logger.LogInformation("The outboxes are swept again");
        isFailing = failure is not null;
    }

    private async Task<LedgerUnavailableException?> TryTrimAsync(CancellationToken cancellation)
    {
        isStoreAway = false;
        try
        {
            await trim.TrimAsync(cancellation);
        }
        catch (SaleStoreUnavailableException failure)
        {
            isStoreAway = true;
            logger.LogDebug(failure, "Nobody can say what is stored: what lies in the outboxes stays there");
        }
        catch (LedgerUnavailableException failure)
        {
            return failure;
        }

        return null;
    }

    private async Task<LedgerUnavailableException?> TrySweepAsync(string productId, CancellationToken cancellation)
    {
        try
        {
            await SweepOneAsync(productId, cancellation);
            Telemetry.SetOutboxDepth(productId, await outbox.CountAsync(productId));
            return null;
        }
        catch (LedgerUnavailableException failure)
        {
            return failure;
        }
    }
}
