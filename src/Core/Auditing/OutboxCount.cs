using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Core.Auditing;

/// <summary>What lies in an outbox and is not settled, each order and each transition once: an entry may lie there twice, and for a moment also when it is stored.</summary>
internal sealed class OutboxCount
{
    private readonly HashSet<Guid> seen = [];
    private readonly Dictionary<long, Tally> orders = [];
    private readonly Dictionary<long, HashSet<long>> transitions = [];

    /// <summary>The sales that it has something of.</summary>
    public IEnumerable<long> Epochs => orders.Keys;

    /// <summary>Whether it has this order.</summary>
    public bool Has(Guid orderId) => seen.Contains(orderId);

    /// <summary>Orders of a sale.</summary>
    public Tally Orders(long epoch) => orders.GetValueOrDefault(epoch);

    /// <summary>Transitions of a sale, those by which orders were held or sold among them.</summary>
    public long Transitions(long epoch) => transitions.GetValueOrDefault(epoch)?.Count ?? 0;

    /// <summary>Counts a product's outbox.</summary>
    public static async Task<OutboxCount> OfAsync(string productId, IOutbox outbox, ISettledNumbers numbers, CancellationToken cancellation)
    {
        var count = new OutboxCount();
        await foreach (var page in outbox.ReadPagesAsync(productId))
            await count.AddAsync([.. page.Where(entry => entry.FindNumbers() is not null)], numbers, cancellation);
        return count;
    }

    private async Task AddAsync(OutboxEntry[] entries, ISettledNumbers numbers, CancellationToken cancellation)
    {
        var ranges = new List<SeqRange>();
        var rangeOf = new int[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var found = entries[i].FindNumbers()!.Value;
            if (ranges.Count > 0 && ranges[^1].Join(found) is { } joined)
                ranges[^1] = joined;
            else
                ranges.Add(found);
            rangeOf[i] = ranges.Count - 1;
        }

        var answers = await numbers.FindAsync(ranges, cancellation);
        for (var i = 0; i < entries.Length; i++)
            Add(entries[i], answers[rangeOf[i]].Through);
    }

    private void Add(OutboxEntry entry, long settled)
    {
        foreach (var batch in OrderMessage.Batches(entry.Body))
        {
            for (var i = 0; i < batch.Count; i++)
                if (batch.FirstPosition + i > settled && seen.Add(batch.OrderIds[i]))
                    orders[batch.Epoch] = Orders(batch.Epoch) + new Tally(1, batch.Quantities[i]);
            Add(batch.Epoch, batch.FirstPosition, batch.Count, settled);
        }

        foreach (var batch in OrderMessage.Transitions(entry.Body))
            Add(batch.Epoch, batch.FirstSeq, batch.Count, settled);
    }

    private void Add(long epoch, long first, int count, long settled)
    {
        if (!transitions.TryGetValue(epoch, out var known))
            transitions.Add(epoch, known = []);
        for (var seq = Math.Max(first, settled + 1); seq < first + count; seq++)
            known.Add(seq);
    }
}
