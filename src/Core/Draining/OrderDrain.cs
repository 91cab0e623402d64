using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Draining;

/// <summary>
/// Stores what the broker delivers: one transaction per group of messages, acknowledged after the commit (G3).
/// An order or transition that can never be stored is split out of its group and kept as a dead letter with the reason (G8); the others are stored.
/// </summary>
public sealed class OrderDrain(
    IOrderStore store,
    DrainOptions options,
    TimeProvider time,
    ILogger<OrderDrain> logger)
{
    private readonly Backoff backoff = new(TimeSpan.FromMilliseconds(options.MaxBackoffMilliseconds), time);
    private volatile string? trouble;

    /// <summary>Why the orders that it holds could not be stored when it last tried; null when they could.</summary>
    public string? Trouble => trouble;

    /// <summary>Drains until the deliveries end or it is cancelled; what it was storing then is delivered again by the broker.</summary>
    public async Task RunAsync(ChannelReader<Delivery> deliveries, CancellationToken cancellation)
    {
        while (await deliveries.WaitToReadAsync(cancellation))
        {
            var group = await GatherAsync(deliveries, cancellation);
            var started = time.GetTimestamp();
            await StoreAsync(group, cancellation);
            Telemetry.RecordProcess(group.Count, time.GetElapsedTime(started));

            // Acknowledged only now (G3): a process that dies before this line is delivered the same orders again, and they are stored once.
            await group[^1].AcknowledgeThrough();
        }
    }

    /// <summary>Takes deliveries until a transaction is full or its first message has waited long enough.</summary>
    private async Task<List<Delivery>> GatherAsync(ChannelReader<Delivery> deliveries, CancellationToken cancellation)
    {
        var group = new List<Delivery>();
        var orders = TakeWaiting(deliveries, group, 0);
        if (orders >= options.MaxBatch || options.MaxAgeMilliseconds == 0)
            return group;

        using var full = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = time.CreateTimer(_ => full.Cancel(), null, TimeSpan.FromMilliseconds(options.MaxAgeMilliseconds), Timeout.InfiniteTimeSpan);
        try
        {
            while (orders < options.MaxBatch && await deliveries.WaitToReadAsync(full.Token))
                orders = TakeWaiting(deliveries, group, orders);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The first message has waited long enough.
        }

        return group;
    }

    private int TakeWaiting(ChannelReader<Delivery> deliveries, List<Delivery> group, int orders)
    {
        while (orders < options.MaxBatch && deliveries.TryRead(out var delivery))
        {
            group.Add(delivery);
            orders += delivery.Batches.Sum(batch => batch.Count) + delivery.Transitions.Sum(batch => batch.Count);
        }

        return orders;
    }

    private async Task StoreAsync(List<Delivery> group, CancellationToken cancellation)
    {
        using var activity = Telemetry.StartDrain(group);
        var parts = new List<DrainedPart>(group.Count);
        var letters = new List<DeadLetter>();
        foreach (var delivery in group)
        {
            parts.AddRange(delivery.Batches.Select(batch => new DrainedPart(batch, null, delivery.Past)));
            parts.AddRange(delivery.Transitions.Select(batch => new DrainedPart(null, batch, delivery.Past)));
            letters.AddRange(delivery.Defects.Select(defect => delivery.Past.ToDeadLetter(defect.Body, defect.Reason, time.GetUtcNow())));
        }

        await StoreOrSplitAsync(parts, letters, cancellation);
    }

    /// <summary>Stores everything together; where one order or transition is refused, each line alone, and of the bad line each one alone.</summary>
    private async Task StoreOrSplitAsync(List<DrainedPart> parts, List<DeadLetter> letters, CancellationToken cancellation)
    {
        if (parts.Count + letters.Count == 0)
            return;

        var refusal = await TryStoreAsync(parts, letters, cancellation);
        if (refusal is null)
        {
            Tell(parts, letters);
            return;
        }

        // The letters are not what was refused.
        await StoreOrSplitAsync([], letters, cancellation);
        if (parts.Count > 1 || parts[0].Count > 1)
            foreach (var part in parts.Count > 1 ? parts : parts[0].Split())
                await StoreOrSplitAsync([part], [], cancellation);
        else
            await StoreOrSplitAsync([], [parts[0].ToDeadLetter(refusal, time.GetUtcNow())], cancellation);
    }

    /// <returns>Why an order or transition was refused, or null when everything is stored. Waits for an absent store as long as it takes.</returns>
    private async Task<string?> TryStoreAsync(List<DrainedPart> parts, List<DeadLetter> letters, CancellationToken cancellation)
    {
        OrderBatch[] batches = [.. parts.Select(part => part.Orders).OfType<OrderBatch>()];
        TransitionBatch[] transitions = [.. parts.Select(part => part.Transitions).OfType<TransitionBatch>()];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store.StoreAsync(batches, transitions, letters, cancellation);
                if (attempt > 1)
                    logger.LogInformation("The store takes orders again");
                backoff.Reset();
                trouble = null;
                return null;
            }
            catch (OrderRejectedException refusal) when (parts.Count > 0)
            {
                trouble = null;
                return refusal.Message;
            }
            catch (Exception failure) when (failure is StoreUnavailableException or OrderRejectedException)
            {
                trouble = $"Orders wait to be stored. {failure.Message}";
                if (attempt == 1)
                    logger.LogError(failure, "The store takes no orders; they wait in the broker until it does");
                await backoff.WaitAsync(cancellation);
            }
        }
    }

    private void Tell(List<DrainedPart> parts, List<DeadLetter> letters)
    {
        if (parts.Count > 0)
            Telemetry.RecordDrained(parts, time.GetUtcNow());
        foreach (var letter in letters)
        {
            logger.LogError("A message was dead-lettered: {Reason}", letter.Reason);
            Telemetry.CountDeadLetter();
        }
    }
}
