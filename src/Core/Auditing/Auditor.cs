using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Auditing;

/// <summary>Draws up the books of sales from ledger, outbox, broker and store (G6).</summary>
public sealed class Auditor(ISaleLedger sales, IOutbox outbox, IBrokerContents broker, IStoredOrders stored)
{
    private const int MaxEntries = 100_000;

    /// <summary>The books of every sale of every product, the current sale of a product before its earlier ones.</summary>
    public async Task<IReadOnlyList<Books>> AuditAllAsync(CancellationToken cancellation)
    {
        var books = new List<Books>();
        foreach (var productId in await sales.ListProductsAsync())
            books.AddRange(await AuditAsync(productId, cancellation));
        return books;
    }

    /// <summary>The books of one product's sales, the current one first; empty when the ledger does not know the product.</summary>
    public async Task<IReadOnlyList<Books>> AuditAsync(string productId, CancellationToken cancellation)
    {
        // What is further on is read first: an order that moves on meanwhile then shows as in flight, never as stored without being accepted.
        var storedByEpoch = await stored.CountAsync(productId, cancellation);
        var deadByEpoch = Count((await broker.ReadDeadLettersAsync(MaxEntries)).Select(letter => letter.Body), productId);
        var outboxByEpoch = Count((await outbox.ReadAsync(productId, MaxEntries)).Select(entry => entry.Body), productId);
        var ended = await sales.ListEndedAsync(productId);
        if (await sales.FindAsync(productId) is not { } sale)
            return [];

        Books Draw(long epoch, Tally accepted) => new()
        {
            ProductId = productId,
            Epoch = epoch,
            IsCurrent = epoch == sale.Epoch,
            Initial = epoch == sale.Epoch ? sale.Definition.Stock : 0,
            Added = epoch == sale.Epoch ? sale.Added : 0,
            Remaining = epoch == sale.Epoch ? sale.Remaining : 0,
            Accepted = accepted,
            Outbox = outboxByEpoch.GetValueOrDefault(epoch),
            Stored = storedByEpoch.GetValueOrDefault(epoch),
            Dead = deadByEpoch.GetValueOrDefault(epoch),
        };

        return
        [
            Draw(sale.Epoch, new(sale.Orders, sale.Accepted)),
            .. ended.Select(end => Draw(end.Epoch, new(end.Orders, end.Units))),
        ];
    }

    private static Dictionary<long, Tally> Count(IEnumerable<ReadOnlyMemory<byte>> bodies, string productId)
    {
        var tallies = new Dictionary<long, Tally>();
        foreach (var body in bodies)
        {
            if (TryParse(body) is not { } batch || batch.ProductId != productId)
                continue;
            tallies[batch.Epoch] = tallies.GetValueOrDefault(batch.Epoch) + Tally.Of(batch);
        }

        return tallies;
    }

    private static OrderBatch? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return OrderBatch.Parse(body.Span);
        }
        catch (FormatException)
        {
            return null; // A message that never was a batch of orders belongs to no sale.
        }
    }
}
