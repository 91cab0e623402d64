using System.Threading.Channels;
using FlashFlow.Core.Outbox;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Draining;

/// <summary>
/// Stores what the broker delivers: one transaction per group of messages, acknowledged after the commit (G3).
/// An order that can never be stored is split out of its group and put aside with the reason (G8); the others are stored.
/// </summary>
public sealed class OrderDrain(
    IOrderStore store,
    IDeadLetters deadLetters,
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
            orders += delivery.Batches.Sum(batch => batch.Count);
        }

        return orders;
    }

    private async Task StoreAsync(List<Delivery> group, CancellationToken cancellation)
    {
        using var activity = Telemetry.StartDrain(group);
        var parts = new List<Part>(group.Count);
        foreach (var delivery in group)
        {
            parts.AddRange(delivery.Batches.Select(batch => new Part(batch, delivery.Past)));
            foreach (var defect in delivery.Defects)
                await PutAsideAsync(defect.Body, defect.Reason, delivery.Past, cancellation);
        }

        await StoreOrSplitAsync(parts, cancellation);
    }

    /// <summary>Stores the batches together; where one order is refused, each batch alone, and in the bad batch each order alone.</summary>
    private async Task StoreOrSplitAsync(List<Part> parts, CancellationToken cancellation)
    {
        if (parts.Count == 0)
            return;

        var batches = parts.ConvertAll(part => part.Batch);
        var refusal = await TryStoreAsync(batches, cancellation);
        if (refusal is null)
            Telemetry.RecordDrained(batches, time.GetUtcNow());
        else if (parts.Count > 1)
            foreach (var part in parts)
                await StoreOrSplitAsync([part], cancellation);
        else if (batches[0].Count > 1)
            for (var i = 0; i < batches[0].Count; i++)
                await StoreOrSplitAsync([parts[0] with { Batch = batches[0].OrderAt(i) }], cancellation);
        else
            await PutAsideAsync(batches[0].ToJson(), refusal, parts[0].Past, cancellation);
    }

    /// <returns>Why an order was refused, or null when all are stored. Waits for an absent store as long as it takes.</returns>
    private async Task<string?> TryStoreAsync(List<OrderBatch> batches, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store.StoreAsync(batches, cancellation);
                if (attempt > 1)
                    logger.LogInformation("The store takes orders again");
                backoff.Reset();
                trouble = null;
                return null;
            }
            catch (OrderRejectedException refusal)
            {
                backoff.Reset();
                trouble = null;
                return refusal.Message;
            }
            catch (StoreUnavailableException failure)
            {
                trouble = $"Orders wait to be stored. {failure.Message}";
                if (attempt == 1)
                    logger.LogError(failure, "The store takes no orders; they wait in the broker until it does");
                await backoff.WaitAsync(cancellation);
            }
        }
    }

    private async Task PutAsideAsync(ReadOnlyMemory<byte> body, string reason, PastAttempts past, CancellationToken cancellation)
    {
        var letter = past.Bury(body, reason, time.GetUtcNow());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await deadLetters.AddAsync(letter);
                backoff.Reset();
                logger.LogError("A message was dead-lettered: {Reason}", reason);
                Telemetry.CountDeadLetter();
                return;
            }
            catch (BrokerUnavailableException failure)
            {
                if (attempt == 1)
                    logger.LogError(failure, "A message cannot be dead-lettered now; trying again");
                await backoff.WaitAsync(cancellation);
            }
        }
    }

    /// <summary>A batch, and what the message that brought it has behind it.</summary>
    private readonly record struct Part(OrderBatch Batch, PastAttempts Past);
}
