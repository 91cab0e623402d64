using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Outbox;

/// <summary>
/// Publishes what the guards of this process just accepted. It stays in the outbox until it is stored, see <see cref="OutboxTrim"/>.
/// The outbox in the ledger is the truth, the queue here only a short cut: whatever is lost of it is found by the <see cref="OutboxSweep"/>.
/// </summary>
public sealed class OutboxRelay(IOrderPublisher publisher, AwaitedEntries awaited, RelayOptions options, TimeProvider time, ILogger<OutboxRelay> logger)
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
    /// Publishes these entries, many to a message. Stops at the first message that the broker does not confirm: the rest stays in the outbox, and
    /// the log says so.
    /// </summary>
    /// <returns>How many it confirmed.</returns>
    public async Task<int> PublishAsync(IReadOnlyList<OutboxEntry> entries)
    {
        var confirmed = 0;
        foreach (var message in entries.Chunk(options.MaxBatch))
        {
            if (!await IsConfirmedAsync(message))
                break;
            awaited.Add(message);
            confirmed += message.Length;
        }

        return confirmed;
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
}
