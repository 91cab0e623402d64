using FlashFlow.Core.Auditing;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Rebuilding;

/// <summary>
/// Makes the ledger of a suspended product anew from what is stored, the dead letters and what is left of the outbox (G7). Nothing is
/// sold while it is made: every guard is refused by the ledger until the suspension ends. What is in the broker is not looked into: a plan
/// is as good as complete once the drains have stored that, see <see cref="RebuildPlan.Waiting"/>.
/// </summary>
public sealed class LedgerRebuild(
    ISaleLedger sales,
    ISaleStore store,
    IOutbox outbox,
    IBrokerContents broker,
    IStoredOrders stored,
    ILedgerReplacement replacement)
{
    /// <summary>Finds out what the product's ledger should hold; changes nothing but to suspend a product whose ledger turns out to be behind.</summary>
    /// <returns>Null when the product's ledger is sound, or nothing was ever sold of it.</returns>
    /// <exception cref="RebuildImpossibleException">What is left is not enough to say.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    public async Task<RebuildPlan?> PlanAsync(string productId, CancellationToken cancellation)
    {
        // Where a ledger that lost all had the product.
        await sales.RememberFamiliesAsync(await store.ListFamiliesAsync(cancellation));

        // In the order in which orders move on, so that one that moves meanwhile is found where it arrives.
        var found = new FoundOrders(productId);
        await foreach (var page in outbox.ReadPagesAsync(productId))
            foreach (var entry in page)
                found.Add(Place.Outbox, entry.Body);
        var waiting = await broker.CountReadyAsync();
        foreach (var dead in await stored.ReadDeadAsync(productId, cancellation))
            found.Add(dead.IsDiscarded ? Place.Discarded : Place.DeadLetters, dead.Body);
        var counts = await stored.CountAsync([productId], cancellation);
        var pruned = counts.Where(sale => sale.PrunedAt is not null).ToDictionary(sale => sale.Epoch);
        var epochs = found.Epochs.Concat(counts.Select(sale => sale.Epoch)).ToHashSet();

        var latest = epochs.DefaultIfEmpty().Max();
        await ReadStoredAsync(found, latest, cancellation);
        if (await SuspendAsync(productId, pruned.ContainsKey(latest) ? HighWaterMark.None : Mark(found, latest)) is not { } suspension)
            return null;

        var epoch = Math.Max(latest, suspension.Known.Epoch);
        if (pruned.TryGetValue(epoch, out var gone))
            throw new RebuildImpossibleException(
                $"The orders of sale {epoch} of '{productId}' are not kept any more, since {gone.PrunedAt:u}, so nobody can say who has a unit. Start a new sale.");
        var sale = await store.FindAsync(epoch, cancellation)
            ?? throw new RebuildImpossibleException($"PostgreSQL does not know sale {epoch} of '{productId}', so nobody can say what was on sale.");
        var current = await sales.FindAsync(productId);
        var isSameSale = current?.Epoch == epoch;
        return new RebuildPlan
        {
            Suspension = suspension,
            Epoch = epoch,
            Sale = sale with { Added = Math.Max(sale.Added, isSameSale ? current!.Added : 0) },
            Orders = found.Of(epoch).Orders,
            Seqs = found.Of(epoch).Seqs,
            Cancels = found.Of(epoch).Cancels,
            Places = found.Of(epoch).Places,
            Waiting = waiting,
            LastSeq = LastSeq(found, suspension, epoch, isSameSale ? current!.Seq : 0),
            Ended = await FindEndedAsync(productId, found, epochs.Where(earlier => earlier < epoch), pruned, cancellation),
        };
    }

    /// <summary>Replaces the ledger by the plan, and so opens the sale again, unless an operator had paused or closed it.</summary>
    /// <returns>False when something became known meanwhile that the plan does not know of: plan again.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer in time; it may be replaced all the same.</exception>
    /// <exception cref="SaleStoreUnavailableException">What is missing could not be noted; nothing was replaced.</exception>
    public async Task<bool> CarryOutAsync(RebuildPlan plan)
    {
        // G10: whoever reads the feed is told what is given up. Noted before, so that no process can die in between.
        if (plan.FindMissing() is { Count: > 0 } missing)
            await store.NoteLossAsync(plan.Epoch, missing, plan.LastSeq, CancellationToken.None);
        return await replacement.ReplaceAsync(plan);
    }

    private async Task ReadStoredAsync(FoundOrders found, long epoch, CancellationToken cancellation)
    {
        var sale = found.Of(epoch);
        foreach (var order in await stored.ReadAsync(epoch, cancellation))
            sale.Add(Place.Store, order);
        foreach (var transition in await stored.ReadTransitionsAsync(epoch, cancellation))
            sale.Add(transition);
    }

    // A ledger that was emptied a moment ago may not have been noticed yet.
    private async Task<Suspension?> SuspendAsync(string productId, HighWaterMark known)
    {
        await sales.SuspendIfBehindAsync(productId, known);
        return await sales.FindSuspensionAsync(productId);
    }

    private static HighWaterMark Mark(FoundOrders found, long epoch) =>
        epoch == 0 ? HighWaterMark.None : new(epoch, found.Of(epoch).Seqs.DefaultIfEmpty().Max());

    private static long LastSeq(FoundOrders found, Suspension suspension, long epoch, long ledgerSeq)
    {
        var known = suspension.Known.Epoch == epoch ? suspension.Known.Seq : 0;
        return Math.Max(Mark(found, epoch).Seq, Math.Max(known, ledgerSeq));
    }

    // What an earlier sale sold is known to a ledger that went back in time, if it had ended by then; else it is counted again.
    private async Task<IReadOnlyList<EndedSale>> FindEndedAsync(
        string productId, FoundOrders found, IEnumerable<long> earlier, Dictionary<long, SettledSale> pruned, CancellationToken cancellation)
    {
        var known = (await sales.ListEndedAsync(productId)).Select(sale => sale.Epoch);
        var ended = new List<EndedSale>();
        foreach (var epoch in earlier.Except(known).Order().ToArray())
        {
            if (pruned.TryGetValue(epoch, out var gone))
            {
                ended.Add(new(epoch, gone.Stored.Orders + gone.Discarded.Orders, gone.Stored.Units + gone.Discarded.Units));
                continue;
            }

            await ReadStoredAsync(found, epoch, cancellation);
            var orders = found.Of(epoch).Orders;
            ended.Add(new(epoch, orders.Count, orders.Sum(order => (long)order.Quantity)));
        }

        return ended;
    }
}
