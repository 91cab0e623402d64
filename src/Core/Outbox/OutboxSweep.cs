using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Outbox;

/// <summary>Finds what dead processes and absent brokers left in the outboxes and publishes it (G3).</summary>
public sealed class OutboxSweep(
    IOutbox outbox,
    ISaleLedger sales,
    OutboxRelay relay,
    RelayOptions options,
    TimeProvider time,
    ILogger<OutboxSweep> logger)
{
    private const int ClaimSize = 100;

    private readonly string owner = Guid.NewGuid().ToString("N");

    /// <summary>Sweeps all products at once, and then again and again until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.SweepIntervalMilliseconds), time);
        do
        {
            await SweepAllAsync(cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Publishes what has lain in one product's outbox for long enough.</summary>
    /// <returns>How many entries left the outbox.</returns>
    /// <exception cref="LedgerUnavailableException">The outbox cannot be read now.</exception>
    public async Task<int> SweepAsync(string productId, CancellationToken cancellation)
    {
        var minAge = TimeSpan.FromMilliseconds(options.SweepMinAgeMilliseconds);
        var lease = TimeSpan.FromMilliseconds(options.SweepIntervalMilliseconds * 2);
        var published = 0;
        while (!cancellation.IsCancellationRequested)
        {
            var entries = await outbox.ClaimAsync(productId, owner, minAge, lease, ClaimSize);
            var gone = await relay.PublishAsync(entries);
            published += gone;

            // What stays is tried again by the next sweep, not at once and over and over.
            if (entries.Count < ClaimSize || gone < entries.Count)
                break;
        }

        if (published > 0)
            logger.LogInformation("Swept {Count} entries from the outbox of {Product}", published, productId);
        return published;
    }

    private async Task SweepAllAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var productId in await sales.ListProductsAsync())
                await TrySweepAsync(productId, cancellation);
            await sales.UnlistArchivedAsync();
        }
        catch (LedgerUnavailableException failure)
        {
            logger.LogDebug(failure, "The products cannot be listed now; the next sweep tries again");
        }
    }

    private async Task TrySweepAsync(string productId, CancellationToken cancellation)
    {
        try
        {
            await SweepAsync(productId, cancellation);
            Telemetry.SetOutboxDepth(productId, await outbox.CountAsync(productId));
        }
        catch (LedgerUnavailableException failure)
        {
            logger.LogDebug(failure, "The outbox of {Product} cannot be swept now; the next sweep tries again", productId);
        }
    }
}
