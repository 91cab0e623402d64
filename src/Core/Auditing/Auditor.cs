using FlashFlow.Core.Outbox;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Auditing;

/// <summary>Draws up the books of sales from ledger, outbox and store (G6).</summary>
public sealed class Auditor(ISaleLedger sales, ISaleStore store, IOutbox outbox, ISettledNumbers numbers, IStoredOrders stored)
{
    /// <summary>The books of every sale of every product, the current sale of a product before its earlier ones.</summary>
    public async Task<IReadOnlyList<Books>> AuditAllAsync(CancellationToken cancellation)
    {
        // The store's products too: a ledger that lost a product is what an audit is for.
        var products = (await sales.ListProductsAsync()).Union(await store.ListProductsAsync(cancellation));
        return await AuditAsync([.. products.Order(StringComparer.Ordinal)], cancellation);
    }

    /// <summary>The books of one product's sales, the current one first; empty when there is no trace of the product.</summary>
    public Task<IReadOnlyList<Books>> AuditAsync(string productId, CancellationToken cancellation) => AuditAsync([productId], cancellation);

    /// <summary>
    /// The orders of the product's current sale that the ledger has accepted and that are neither stored nor in a dead letter nor in the outbox, by
    /// position: they are on their way, or lost.
    /// </summary>
    public async Task<IReadOnlyList<AcceptedOrder>> ListMissingAsync(string productId, CancellationToken cancellation)
    {
        var missing = new Dictionary<Guid, AcceptedOrder>();
        await foreach (var orders in sales.ListOrdersAsync(productId).WithCancellation(cancellation))
            foreach (var orderId in await stored.FindMissingAsync([.. orders.Select(order => order.OrderId)], cancellation))
                missing[orderId] = orders.First(order => order.OrderId == orderId);

        // What has left the outbox since is stored.
        var waiting = await OutboxCount.OfAsync(productId, outbox, numbers, cancellation);
        var lost = await stored.FindMissingAsync([.. missing.Keys.Where(orderId => !waiting.Has(orderId))], cancellation);
        return [.. lost.Select(orderId => missing[orderId]).OrderBy(order => order.Position)];
    }

    private async Task<IReadOnlyList<Books>> AuditAsync(string[] productIds, CancellationToken cancellation)
    {
        // What is further on is read first: an order that moves on meanwhile then shows as in flight, never as stored without being accepted.
        var settled = (await stored.CountAsync(productIds, cancellation)).ToLookup(sale => sale.ProductId);
        var books = new List<Books>();
        foreach (var productId in productIds)
            books.AddRange(await DrawUpAsync(productId, settled[productId].ToDictionary(sale => sale.Epoch), cancellation));
        return books;
    }

    private async Task<IEnumerable<Books>> DrawUpAsync(string productId, Dictionary<long, SettledSale> settled, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiting = await OutboxCount.OfAsync(productId, outbox, numbers, cancellation);
        var sale = await sales.FindAsync(productId);
        var accepted = (await sales.ListEndedAsync(productId)).ToDictionary(end => end.Epoch, end => new Tally(end.Orders, end.Units));
        if (sale is not null)
            accepted[sale.Epoch] = new(sale.Orders, sale.Accepted);
        var due = sale is { Held: > 0 } ? await sales.CountDueAsync(productId) : 0;
        var suspension = sale is null ? await sales.FindSuspensionAsync(productId) : sale.Suspension;

        // Orders of a sale that the ledger does not know: it lost them, and the books say so.
        if (suspension is not null)
            accepted.TryAdd(suspension.Known.Epoch, default);
        foreach (var epoch in settled.Keys.Concat(waiting.Epochs))
            accepted.TryAdd(epoch, default);

        return accepted.Keys
            .OrderByDescending(epoch => epoch == sale?.Epoch)
            .ThenBy(epoch => epoch)
            .Select(epoch =>
            {
                var (end, current) = (settled.GetValueOrDefault(epoch), epoch == sale?.Epoch ? sale : null);
                return new Books
                {
                    ProductId = productId,
                    Epoch = epoch,
                    IsCurrent = current is not null,
                    Initial = current?.Definition.Stock ?? 0,
                    Added = current?.Added ?? 0,
                    Returned = current?.Returned ?? 0,
                    Remaining = current?.Remaining ?? 0,
                    Held = current?.Held ?? 0,
                    Due = current is null ? 0 : due,
                    Lapsed = current?.Lapsed ?? 0,
                    Accepted = accepted[epoch],
                    Outbox = waiting.Orders(epoch),
                    Stored = end.Stored,
                    Dead = end.Dead,
                    Discarded = end.Discarded,
                    PrunedAt = end.PrunedAt,
                    Lost = current?.Lost ?? 0,
                    Transitions = current is null ? null : Transitions(current, end, waiting),
                    Suspended = epoch == suspension?.Known.Epoch ? suspension.Reason : null,
                };
            });
    }

    private static TransitionBooks Transitions(Sale sale, SettledSale settled, OutboxCount waiting) => new()
    {
        Seq = sale.Seq,
        Outbox = waiting.Transitions(sale.Epoch),
        Stored = settled.Stored.Orders + settled.Transitions.Stored,
        Dead = settled.Dead.Orders + settled.Transitions.Dead,
        Discarded = settled.Discarded.Orders + settled.Transitions.Discarded,
        Lost = sale.Lost,
    };
}
