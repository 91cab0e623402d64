using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Auditing;

/// <summary>Draws up the books of sales from ledger, outbox, broker and store (G6).</summary>
public sealed class Auditor(ISaleLedger sales, ISaleStore store, IOutbox outbox, IBrokerContents broker, IStoredOrders stored)
{
    private const int MaxEntries = 100_000;

    /// <summary>The books of every sale of every product, the current sale of a product before its earlier ones.</summary>
    public async Task<IReadOnlyList<Books>> AuditAllAsync(CancellationToken cancellation)
    {
        // The store's products too: a ledger that lost a product is what an audit is for.
        var products = (await sales.ListProductsAsync()).Union(await store.ListProductsAsync(cancellation));
        return await AuditAsync([.. products.Order(StringComparer.Ordinal)], cancellation);
    }

    /// <summary>The books of one product's sales, the current one first; empty when there is no trace of the product.</summary>
    public Task<IReadOnlyList<Books>> AuditAsync(string productId, CancellationToken cancellation) => AuditAsync([productId], cancellation);

    private async Task<IReadOnlyList<Books>> AuditAsync(string[] productIds, CancellationToken cancellation)
    {
        // What is further on is read first: an order that moves on meanwhile then shows as in flight, never as stored without being accepted.
        var settled = new Dictionary<string, Settled>();
        foreach (var productId in productIds)
            settled[productId] = new(await stored.CountAsync(productId, cancellation), await stored.CountDiscardedAsync(productId, cancellation));

        // Once for all products: whoever looks at the dead letters takes them from everybody else for a moment.
        var dead = await ReadDeadLettersAsync(cancellation);
        var books = new List<Books>();
        foreach (var productId in productIds)
            books.AddRange(await DrawUpAsync(productId, settled[productId], dead, cancellation));
        return books;
    }

    private async Task<IEnumerable<Books>> DrawUpAsync(string productId, Settled settled, DeadOrders dead, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var deadByEpoch = Count(dead.Batches, productId, but: dead.Settled);
        var outboxByEpoch = Count((await outbox.ReadAsync(productId, MaxEntries)).SelectMany(entry => OrderMessage.Batches(entry.Body)), productId);
        var sale = await sales.FindAsync(productId);
        var accepted = (await sales.ListEndedAsync(productId)).ToDictionary(end => end.Epoch, end => new Tally(end.Orders, end.Units));
        if (sale is not null)
            accepted[sale.Epoch] = new(sale.Orders - sale.Lost, sale.Accepted);
        var suspension = sale is null ? await sales.FindSuspensionAsync(productId) : sale.Suspension;

        // Orders of a sale that the ledger does not know: it lost them, and the books say so.
        if (suspension is not null)
            accepted.TryAdd(suspension.Known.Epoch, default);
        foreach (var epoch in settled.Stored.Keys.Concat(settled.Discarded.Keys).Concat(deadByEpoch.Keys).Concat(outboxByEpoch.Keys))
            accepted.TryAdd(epoch, default);

        return accepted.Keys
            .OrderByDescending(epoch => epoch == sale?.Epoch)
            .ThenBy(epoch => epoch)
            .Select(epoch => new Books
            {
                ProductId = productId,
                Epoch = epoch,
                IsCurrent = epoch == sale?.Epoch,
                Initial = epoch == sale?.Epoch ? sale.Definition.Stock : 0,
                Added = epoch == sale?.Epoch ? sale.Added : 0,
                Remaining = epoch == sale?.Epoch ? sale.Remaining : 0,
                Accepted = accepted[epoch],
                Outbox = outboxByEpoch.GetValueOrDefault(epoch),
                Stored = settled.Stored.GetValueOrDefault(epoch),
                Dead = deadByEpoch.GetValueOrDefault(epoch),
                Discarded = settled.Discarded.GetValueOrDefault(epoch),
                Lost = epoch == sale?.Epoch ? sale.Lost : 0,
                Suspended = epoch == suspension?.Known.Epoch ? suspension.Reason : null,
            });
    }

    // A message that never was a batch of orders belongs to no sale.
    private async Task<DeadOrders> ReadDeadLettersAsync(CancellationToken cancellation)
    {
        var letters = await broker.ReadDeadLettersAsync(MaxEntries);
        var batches = letters.SelectMany(letter => OrderMessage.Batches(letter.Body)).ToArray();
        var orderIds = batches.SelectMany(batch => batch.OrderIds).ToHashSet();

        // A replay or a discard that was cut short leaves a letter behind whose orders are settled.
        return new(batches, orderIds.Count == 0 ? orderIds : await stored.FindAsync(orderIds, cancellation));
    }

    // An order may lie in the outbox or among the dead letters twice, since both are filled at least once; it counts once.
    private static Dictionary<long, Tally> Count(IEnumerable<OrderBatch> batches, string productId, IReadOnlySet<Guid>? but = null)
    {
        var tallies = new Dictionary<long, Tally>();
        var seen = new HashSet<Guid>();
        foreach (var batch in batches.Where(batch => batch.ProductId == productId))
            for (var i = 0; i < batch.Count; i++)
                if (but?.Contains(batch.OrderIds[i]) != true && seen.Add(batch.OrderIds[i]))
                    tallies[batch.Epoch] = tallies.GetValueOrDefault(batch.Epoch) + new Tally(1, batch.Quantities[i]);

        return tallies;
    }

    /// <summary>What has come to its end, by epoch.</summary>
    private sealed record Settled(IReadOnlyDictionary<long, Tally> Stored, IReadOnlyDictionary<long, Tally> Discarded);

    /// <summary>The orders among the dead letters, and those of them that are stored or discarded all the same.</summary>
    private sealed record DeadOrders(IReadOnlyList<OrderBatch> Batches, IReadOnlySet<Guid> Settled);
}
