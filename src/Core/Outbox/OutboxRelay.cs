using System.Threading.Channels;
using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Outbox;

/// <summary>
/// Publishes what the guards of this process just accepted and removes it from the outbox once the broker has confirmed it.
/// The outbox in the ledger is the truth, the queue here only a short cut: whatever is lost of it is found by the <see cref="OutboxSweep"/>.
/// </summary>
public sealed class OutboxRelay(IOutbox outbox, IOrderPublisher publisher, RelayOptions options, TimeProvider time, ILogger<OutboxRelay> logger)
{
    private readonly Channel<OutboxEntry> queue = Channel.CreateBounded<OutboxEntry>(options.Capacity);

    private int isFailing;

    /// <summary>Takes an entry on its way; never waits.</summary>
    public bool TryEnqueue(OutboxEntry entry) => queue.Writer.TryWrite(entry);

    /// <summary>Publishes until <see cref="Complete"/> was called and nothing is left, or until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => WorkAsync(cancellation)));

    /// <summary>No more entries will come.</summary>
    public void Complete() => queue.Writer.TryComplete();

    /// <summary>
    /// Publishes these entries, many to a message, and removes from the outbox what the broker confirmed. Stops at the first message
    /// that it does not confirm: the rest stays in the outbox, and the log says so.
    /// </summary>
    /// <returns>How many left the outbox.</returns>
    public async Task<int> PublishAsync(IReadOnlyList<OutboxEntry> entries)
    {
        var removed = 0;
        foreach (var message in entries.Chunk(options.MaxBatch))
        {
            if (!await IsConfirmedAsync(message))
                break;
            foreach (var product in message.GroupBy(entry => entry.ProductId))
                removed += await RemoveAsync(product.Key, product.Select(entry => entry.Id).ToArray());
        }

        return removed;
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        var entries = new List<OutboxEntry>(options.MaxBatch);
        while (await queue.Reader.WaitToReadAsync(cancellation))
        {
            // The shopper has been answered by now: what comes in a moment may share the message.
            if (queue.Reader.Count < options.MaxBatch)
                await Task.Delay(TimeSpan.FromMilliseconds(options.LingerMilliseconds), time, cancellation);
            entries.Clear();
            while (entries.Count < options.MaxBatch && queue.Reader.TryRead(out var entry))
                entries.Add(entry);
            await PublishAsync(entries);
        }
    }

    private async Task<bool> IsConfirmedAsync(OutboxEntry[] entries)
    {
        var started = time.GetTimestamp();
        try
        {
            await publisher.PublishAsync(entries);
            Telemetry.RecordPublish(time.GetElapsedTime(started), failure: null);
            if (Interlocked.Exchange(ref isFailing, 0) == 1)
                logger.LogInformation("The broker confirms again");
            return true;
        }
        catch (BrokerUnavailableException failure)
        {
            Telemetry.RecordPublish(time.GetElapsedTime(started), failure);
            if (Interlocked.Exchange(ref isFailing, 1) == 0)
                logger.LogError(failure, "The broker does not confirm; accepted orders wait in the outbox");
            return false;
        }
    }

    // G3: only what the broker confirmed leaves the outbox. An entry that stays is published again, and stored once.
    private async Task<int> RemoveAsync(string productId, string[] entryIds)
    {
        try
        {
            await outbox.RemoveAsync(productId, entryIds);
            return entryIds.Length;
        }
        catch (LedgerUnavailableException failure)
        {
            logger.LogWarning(failure, "{Count} published entries stay in the outbox of {Product} and will be published again", entryIds.Length, productId);
            return 0;
        }
    }
}
