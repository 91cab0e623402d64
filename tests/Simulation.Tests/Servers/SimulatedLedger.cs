using System.Globalization;

namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>
/// The ledger: what <c>buy.lua</c> and its sisters do, each call one atomic step. Durable: it outlives every process, but may be
/// set back to an earlier state.
/// </summary>
internal sealed class SimulatedLedger(World world)
{
    private Dictionary<string, LedgerShelf> shelves = [];
    private Dictionary<string, LedgerShelf>? snapshot;
    private int entries;

    /// <summary>Entries in all outboxes.</summary>
    public int OutboxCount => shelves.Values.Sum(shelf => shelf.Outbox.Count);

    /// <summary>The current sales.</summary>
    public IEnumerable<Sale> Sales => shelves.Values.Select(shelf => shelf.Sale);

    /// <summary>Where the product's current sale has this order; 0 when it has not.</summary>
    public long PositionOf(string productId, Guid orderId) =>
        shelves[productId].Orders.TryGetValue(orderId, out var order) ? order.Position : 0;

    public LedgerReply Buy(string productId, HighWaterMark known, IReadOnlyList<BuyRequest> batch)
    {
        var shelf = shelves[productId];
        var results = new BuyResult[batch.Count];
        if (shelf.Mark < known && !world.Has(Defect.MarkUnchecked))
        {
            world.Trace.Write(world.Now, $"ledger: {productId} is at {shelf.Mark}, behind {known}");
            shelf.Suspension ??= new(known, shelf.Mark, DateTimeOffset.UnixEpoch.AddTicks(world.Now));
        }

        if (shelf.Suspension is not null)
        {
            Array.Fill(results, new(BuyOutcome.Suspended, shelf.Epoch));
            return new(results, shelf.Mark, IsSoldOut: false, IsSuspended: true);
        }

        var accepted = new List<BuyRequest>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            results[i] = Decide(shelf, batch[i]);
            if (results[i].Outcome == BuyOutcome.Accepted)
                accepted.Add(batch[i]);
        }

        var entry = accepted.Count == 0 ? null : LayOut(productId, shelf, accepted);
        var isSoldOut = shelf.State == SaleState.Open && shelf.Remaining == 0;
        return new(results, shelf.Mark, isSoldOut, shelf.Sale.Level, entry);
    }

    public bool Open(SaleDefinition definition, long epoch, long replacing)
    {
        var shelf = shelves.GetValueOrDefault(definition.ProductId);
        if ((shelf?.Epoch ?? 0) != replacing)
            return false;
        world.Trace.Write(world.Now, $"ledger: sale {epoch} of {definition.ProductId} begins");
        shelf ??= shelves[definition.ProductId] = new() { Definition = definition };
        shelf.Open(definition, epoch);
        world.Record.Began(definition.ProductId, epoch, definition.Stock);
        return true;
    }

    public SaleChange Restock(string productId, long epoch, int units, string? key)
    {
        var shelf = shelves[productId];
        if (shelf.Suspension is not null)
            return SaleChange.Suspended;
        if (shelf.Epoch != epoch)
            return SaleChange.Superseded;
        if (key is not null && !shelf.Restocks.Add(key))
            return SaleChange.Repeated;
        world.Trace.Write(world.Now, $"ledger: {units} more of {productId}");
        shelf.Added += units;
        shelf.Remaining += units;
        shelf.Changes++;
        world.Record.Restocked(shelf.Epoch, units);
        return SaleChange.Done;
    }

    public SaleChange SetState(string productId, long epoch, SaleState state)
    {
        var shelf = shelves[productId];
        if (shelf.Suspension is not null)
            return SaleChange.Suspended;
        if (shelf.Epoch != epoch)
            return SaleChange.Superseded;
        if (shelf.State == state)
            return SaleChange.Repeated;
        world.Trace.Write(world.Now, $"ledger: {productId} is {state}");
        shelf.State = state;
        shelf.Changes++;
        return SaleChange.Done;
    }

    public Sale? Find(string productId) => shelves.GetValueOrDefault(productId)?.Sale;

    public Suspension? FindSuspension(string productId) => shelves.GetValueOrDefault(productId)?.Suspension;

    public long FindLastEpoch() => shelves.Values.Select(shelf => shelf.Epoch).DefaultIfEmpty().Max();

    public string[] ListProducts() => [.. shelves.Keys];

    public bool Remove(string productId, IReadOnlyList<string> entryIds)
    {
        world.Trace.Write(world.Now, $"ledger: {string.Join(' ', entryIds)} leave the outbox of {productId}");
        shelves[productId].Outbox.RemoveAll(entry => entryIds.Contains(entry.Id));
        return true;
    }

    public OutboxClaim Claim(string productId, string owner, string? through, TimeSpan lease, int max)
    {
        var shelf = shelves[productId];
        var newest = shelf.Outbox.LastOrDefault()?.Id;
        if (shelf.LeaseOwner is { } holder && holder != owner && world.Now < shelf.LeaseUntil)
            return new([], newest, holder);
        // Ids grow with the order in which entries come.
        OutboxEntry[] claimed = through is null
            ? []
            : [.. shelf.Outbox.Where(entry => Number(entry.Id) <= Number(through)).Take(max).Select(entry => new OutboxEntry(productId, entry.Id, entry.Body))];
        if (claimed.Length > 0)
            (shelf.LeaseOwner, shelf.LeaseUntil) = (owner, world.Now + lease.Ticks);
        return new(claimed, newest, Holder: null);
    }

    public long Count(string productId) => shelves[productId].Outbox.Count;

    /// <summary>Keeps a copy to be set back to.</summary>
    public void TakeSnapshot()
    {
        world.Trace.Write(world.Now, $"ledger: a copy is made");
        snapshot = Copy(shelves);
        world.Record.BeginDoubt();
    }

    /// <summary>Is again what it was when the copy was made.</summary>
    public void RollBack()
    {
        world.Trace.Write(world.Now, $"ledger: is set back to the copy");
        shelves = Copy(snapshot!);
        world.Record.EndDoubt();
    }

    private BuyResult Decide(LedgerShelf shelf, BuyRequest buy)
    {
        if (shelf.Orders.TryGetValue(buy.OrderId, out var earlier) && !world.Has(Defect.ReplayUnchecked))
            return earlier.Quantity == buy.Quantity
                ? new(BuyOutcome.Replayed, shelf.Epoch, earlier.Position)
                : new(BuyOutcome.KeyReused, shelf.Epoch);
        if (buy.Epoch != 0 && buy.Epoch != shelf.Epoch)
            return new(BuyOutcome.StaleEpoch, shelf.Epoch);
        if (shelf.State != SaleState.Open)
            return new(shelf.State == SaleState.Paused ? BuyOutcome.Paused : BuyOutcome.Closed, shelf.Epoch);

        var limit = shelf.Definition.LimitPerShopper;
        var bought = shelf.Shoppers.GetValueOrDefault(buy.ShopperId);
        if (limit > 0 && buy.ShopperId.Length > 0 && bought + buy.Quantity > limit && !world.Has(Defect.LimitUnchecked))
            return new(BuyOutcome.LimitReached, shelf.Epoch);
        if (buy.Quantity > shelf.Remaining && !world.Has(Defect.StockUnchecked))
            return new(BuyOutcome.SoldOut, shelf.Epoch);

        shelf.Remaining -= buy.Quantity;
        shelf.Accepted += buy.Quantity;
        shelf.Position++;
        shelf.Orders[buy.OrderId] = (shelf.Position, buy.Quantity);
        if (buy.ShopperId.Length > 0)
            shelf.Shoppers[buy.ShopperId] = bought + buy.Quantity;
        return new(BuyOutcome.Accepted, shelf.Epoch, shelf.Position);
    }

    private OutboxEntry LayOut(string productId, LedgerShelf shelf, List<BuyRequest> accepted)
    {
        var batch = new OrderBatch
        {
            Version = OrderBatch.CurrentVersion,
            ProductId = productId,
            Epoch = shelf.Epoch,
            FirstPosition = shelf.Position - accepted.Count + 1,
            AcceptedAtMilliseconds = world.Now / TimeSpan.TicksPerMillisecond,
            OrderIds = [.. accepted.Select(buy => buy.OrderId)],
            ShopperIds = [.. accepted.Select(buy => buy.ShopperId)],
            Quantities = [.. accepted.Select(buy => buy.Quantity)],
        };
        world.Record.Accepted(batch);
        var entry = new LedgerEntry($"e{++entries}", world.Now, batch.ToJson());
        world.Trace.Write(world.Now, $"ledger: accepts {string.Join(' ', batch.ShopperIds)} from position {batch.FirstPosition} of sale {batch.Epoch}: {entry.Id}");
        if (!world.Has(Defect.EntryForgotten))
            shelf.Outbox.Add(entry);
        return new(productId, entry.Id, entry.Body);
    }

    private static int Number(string entryId) => int.Parse(entryId.AsSpan(1), CultureInfo.InvariantCulture);

    private static Dictionary<string, LedgerShelf> Copy(Dictionary<string, LedgerShelf> shelves) =>
        shelves.ToDictionary(shelf => shelf.Key, shelf => shelf.Value.Copy());
}
