using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Outbox;

/// <summary>Finds what dead processes and absent brokers left in the outboxes and publishes it (G3), and holds that are due and have no guard.</summary>
public sealed class OutboxSweep(
    IOutbox outbox,
    ISaleLedger sales,
    OutboxRelay relay,
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
    /// Publishes what this sweep has seen in one product's outbox for long enough: what is seen for the first time waits for a later call.
    /// Not to be called twice at once.
    /// </summary>
    /// <returns>How many entries left the outbox.</returns>
    /// <exception cref="LedgerUnavailableException">The outbox cannot be read now.</exception>
    public async Task<int> SweepAsync(string productId, CancellationToken cancellation)
    {
        var seen = sightings.GetValueOrDefault(productId) ?? new(minAge, lease, time);
        seen.Age();
        var (published, isDue) = (0, false);
        while (!cancellation.IsCancellationRequested)
        {
            var found = await outbox.ClaimAsync(productId, owner, seen.Through, seen.Abandoned, lease, ClaimSize);
            seen.Note(found);
            isDue |= found.IsDue;
            if (found.Newest is null)
                sightings.Remove(productId);
            else
                sightings[productId] = seen;

            var gone = await relay.PublishAsync(found.Entries);
            published += gone;
            // What stays is tried again by the next sweep, not at once and over and over.
            if (found.Entries.Count < ClaimSize || gone < found.Entries.Count)
                break;
        }

        if (isDue)
            await holds.TakeBackAsync(productId, cancellation);
        if (published > 0)
            logger.LogInformation("Swept {Count} entries from the outbox of {Product}", published, productId);
        return published;
    }

    private async Task SweepAllAsync(CancellationToken cancellation)
    {
        LedgerUnavailableException? failure = null;
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

    private async Task<LedgerUnavailableException?> TrySweepAsync(string productId, CancellationToken cancellation)
    {
        try
        {
            await SweepAsync(productId, cancellation);
            Telemetry.SetOutboxDepth(productId, await outbox.CountAsync(productId));
            return null;
        }
        catch (LedgerUnavailableException failure)
        {
            return failure;
        }
    }
}
