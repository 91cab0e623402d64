using System.Globalization;

namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>
/// Redis: the model of the ledger, which the scripts are held against, and the outbox. Each call is one atomic step. Durable: it
/// outlives every process, but may be set back to an earlier state.
/// </summary>
internal sealed class SimulatedLedger(World world)
{
    private Dictionary<string, LedgerShelf> shelves = [];
    private Dictionary<string, LedgerShelf>? snapshot;
    private int entries;

    /// <summary>Entries in all outboxes.</summary>
    public int OutboxCount => shelves.Values.Sum(shelf => shelf.Outbox.Count);

    /// <summary>The current sales.</summary>
    public IEnumerable<Sale> Sales => shelves.Values.Select(shelf => shelf.Ledger.Sale!);

    // By the clock that Redis has; it agrees with all others here.
    private DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks(world.Now);

    /// <summary>Where the product's current sale has this order; 0 when it has not.</summary>
    public long PositionOf(string productId, Guid orderId) => shelves[productId].Ledger.PositionOf(orderId);

    /// <summary>Whether anything is to be taken back, now or later. Nothing is of a suspended sale.</summary>
    public bool HasDeadlines => shelves.Values.Any(shelf => shelf.Ledger is { HasDeadlines: true, Suspension: null });

    /// <summary>How far the product's ledger has come.</summary>
    public HighWaterMark MarkOf(string productId) => shelves[productId].Ledger.Mark;

    /// <summary>How a product's current sale, or the one before, has an order; null when neither has.</summary>
    public LedgerOrder? FindOrder(string productId, Guid orderId) => shelves[productId].Ledger.FindOrder(orderId, Time);

    public LedgerReply Decide(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var shelf = shelves[productId];
        var reply = shelf.Ledger.Decide(known, batch, Time);
        if (reply.IsSuspended)
            world.Trace.Write(world.Now, $"ledger: {productId} is at {reply.Mark}, and {shelf.Ledger.Suspension!.Known} is known");
        for (var i = 0; i < batch.Count; i++)
            if (reply.Results[i].Outcome == OrderOutcome.Accepted && world.Record.IsRefused(batch[i]))
                world.Break($"G4: order {batch[i].OrderId} was refused for good, and an earlier call for it is accepted");
        return reply.Entry is { } entry ? reply with { Entry = LayOut(shelf, entry) } : reply;
    }

    public bool Open(SaleDefinition definition, long epoch, long replacing)
    {
        if (!shelves.TryGetValue(definition.ProductId, out var shelf))
            shelves.Add(definition.ProductId, shelf = new(new(definition.ProductId, world.OmittedRule)));
        if (!shelf.Ledger.Open(definition, epoch, replacing))
            return false;
        world.Trace.Write(world.Now, $"ledger: sale {epoch} of {definition.ProductId} begins");
        world.Record.Began(epoch, definition.Stock);
        return true;
    }

    public SaleChange Restock(string productId, long epoch, int units, string? key)
    {
        var change = shelves[productId].Ledger.Restock(epoch, units, key);
        world.Trace.Write(world.Now, $"ledger: {units} more of {productId}: {change}");
        if (change == SaleChange.Done)
        {
            LayOut(shelves[productId], shelves[productId].Ledger.LastChange(Time));
            world.Record.Restocked(epoch, units);
        }

        return change;
    }

    public SaleChange SetState(string productId, long epoch, SaleState state)
    {
        var change = shelves[productId].Ledger.SetState(epoch, state);
        world.Trace.Write(world.Now, $"ledger: {productId} is to be {state}: {change}");
        if (change == SaleChange.Done)
            LayOut(shelves[productId], shelves[productId].Ledger.LastChange(Time));
        if (change == SaleChange.Done && state == SaleState.Closed)
            world.Record.Closed(epoch);
        return change;
    }

    public Sale? Find(string productId) => shelves.GetValueOrDefault(productId)?.Ledger.Sale;

    public Suspension? FindSuspension(string productId) => shelves.GetValueOrDefault(productId)?.Ledger.Suspension;

    public long FindLastEpoch() => shelves.Values.Select(shelf => shelf.Ledger.Mark.Epoch).DefaultIfEmpty().Max();

    public string[] ListProducts() => [.. shelves.Keys];

    public bool Remove(string productId, IReadOnlyList<string> entryIds)
    {
        world.Trace.Write(world.Now, $"ledger: {string.Join(' ', entryIds)} leave the outbox of {productId}");
        shelves[productId].Outbox.RemoveAll(entry => entryIds.Contains(entry.Id));
        return true;
    }

    public OutboxClaim Claim(string productId, string owner, string? after, string? through, TimeSpan lease, int max)
    {
        var shelf = shelves[productId];
        var newest = shelf.Outbox.LastOrDefault()?.Id;
        if (shelf.LeaseOwner is { } holder && holder != owner && world.Now < shelf.LeaseUntil)
            return new([], newest, holder, shelf.Ledger.IsDue(Time));
        // Ids grow with the order in which entries come.
        OutboxEntry[] claimed = through is null
            ? []
            : [.. shelf.Outbox.Where(entry => Number(entry.Id) > Number(after) && Number(entry.Id) <= Number(through)).Take(max).Select(entry => new OutboxEntry(productId, entry.Id, entry.Body))];
        if (claimed.Length > 0)
            (shelf.LeaseOwner, shelf.LeaseUntil) = (owner, world.Now + lease.Ticks);
        return new(claimed, newest, Holder: null, shelf.Ledger.IsDue(Time));
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

    private OutboxEntry LayOut(LedgerShelf shelf, OutboxEntry accepted)
    {
        var delivery = new Delivery(accepted.Body, () => ValueTask.CompletedTask);
        var entry = new LedgerEntry($"e{++entries}", world.Now, accepted.Body);
        foreach (var batch in delivery.Batches)
        {
            world.Record.Accepted(batch);
            world.Trace.Write(world.Now, $"ledger: accepts {string.Join(' ', batch.ShopperIds)} from position {batch.FirstPosition} of sale {batch.Epoch}: {entry.Id}");
        }

        foreach (var row in delivery.Transitions.SelectMany(TransitionRow.Of))
        {
            world.Record.Happened(row);
            world.Trace.Write(world.Now, $"ledger: {row.Seq} of sale {row.Epoch}, {row.What.Kind} {row.What.OrderId}: {entry.Id}");
        }

        if (!world.Has(PlantedBug.EntryForgotten))
            shelf.Outbox.Add(entry);
        return accepted with { Id = entry.Id };
    }

    private static int Number(string? entryId) => entryId is null ? 0 : int.Parse(entryId.AsSpan(1), CultureInfo.InvariantCulture);

    private static Dictionary<string, LedgerShelf> Copy(Dictionary<string, LedgerShelf> shelves) =>
        shelves.ToDictionary(shelf => shelf.Key, shelf => shelf.Value.Copy());
}
