namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The ledger as one process reaches it.</summary>
internal sealed class LedgerPort(World world, SimulatedProcess process) : IStockLedger, ISaleLedger, IOutbox
{
    private readonly SimulatedLedger ledger = world.Ledger;
    private readonly Wire wire = world.LedgerWire;
    private readonly Dictionary<string, HighWaterMark> seen = [];
    private readonly Dictionary<string, HighWaterMark> lastOrders = [];

    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var seenBefore = seen.GetValueOrDefault(productId);
        var told = world.Has(PlantedBug.MarkByPosition) ? MarkOfLastOrder(productId, known) : known;
        var before = HighWaterMark.None;
        var reply = await wire.CallAsync(process, "decide", () =>
        {
            before = ledger.MarkOf(productId);
            return ledger.Decide(productId, told, batch);
        });
        CheckAgainstSeen(productId, seenBefore, before, reply);
        RememberLastOrder(productId, batch, reply);
        return reply;
    }

    public Task<bool> OpenAsync(SaleDefinition definition, long epoch, long replacing, SaleEvent? what) =>
        wire.CallAsync(process, "open", () => ledger.Open(definition, epoch, replacing), mayBeLate: false);

    public Task<SaleChange> UpdateAsync(long epoch, SaleDefinition definition, SaleEvent? what) => throw new NotSupportedException();

    public Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, SaleEvent? what) =>
        wire.CallAsync(process, "restock", () => ledger.Restock(productId, epoch, units, key));

    public Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, SaleEvent? what) =>
        wire.CallAsync(process, "set state", () => ledger.SetState(productId, epoch, state), mayBeLate: false);

    public Task<SaleChange> ArchiveAsync(string productId, long epoch, SaleEvent? what) => throw new NotSupportedException();

    // No sale is archived here, and none comes to rest.
    public Task TidyListsAsync() => Task.CompletedTask;

    public Task<IReadOnlyList<string>> ListActiveAsync() => ListProductsAsync();

    public Task ActivateIfWaitingAsync(string productId) => throw new NotSupportedException();

    public Task<string> FindIdentityAsync() => throw new NotSupportedException();

    public Task ListAsync(string productId, long epoch) => throw new NotSupportedException();

    public Task<IReadOnlyList<SaleLook>> LookAsync(IReadOnlyList<string> productIds) => throw new NotSupportedException();
    public Task<long> FindLastEpochAsync() => wire.CallAsync(process, "last epoch", ledger.FindLastEpoch);

    // Who decided what is not part of what is simulated.
    public Task<IReadOnlyList<UnrecordedChange>> ListUnrecordedAsync(string productId) => Task.FromResult<IReadOnlyList<UnrecordedChange>>([]);

    public Task ForgetUnrecordedAsync(string productId, IReadOnlyList<UnrecordedChange> changes) => Task.CompletedTask;

    public Task<Sale?> FindAsync(string productId) => wire.CallAsync(process, "find", () => ledger.Find(productId));

    // No watch runs here.
    public Task<bool> SuspendIfBehindAsync(string productId, HighWaterMark known) => throw new NotSupportedException();

    public Task RememberFamiliesAsync(IReadOnlyDictionary<string, string> families) => throw new NotSupportedException();

    public Task<Suspension?> FindSuspensionAsync(string productId) =>
        wire.CallAsync(process, "find suspension", () => ledger.FindSuspension(productId));

    public Task<IReadOnlyList<EndedSale>> ListEndedAsync(string productId) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListProductsAsync() =>
        wire.CallAsync<IReadOnlyList<string>>(process, "list products", ledger.ListProducts);

    public IAsyncEnumerable<IReadOnlyList<AcceptedOrder>> ListOrdersAsync(string productId) => throw new NotSupportedException();

    public Task<LedgerOrder?> FindOrderAsync(string productId, Guid orderId) => throw new NotSupportedException();

    public Task<long> CountDueAsync(string productId) => throw new NotSupportedException();

    public Task RemoveAsync(string productId, IReadOnlyList<string> entryIds) =>
        wire.CallAsync(process, "remove", () => ledger.Remove(productId, entryIds));

    public Task<OutboxClaim> ClaimAsync(string productId, string owner, string? after, string? through, string? abandoned, TimeSpan lease, int max) =>
        wire.CallAsync(process, "claim", () => ledger.Claim(productId, owner, after, through, lease, max));

    public Task<long> CountAsync(string productId) => wire.CallAsync(process, "count", () => ledger.Count(productId));

    public Task<IReadOnlyList<OutboxEntry>> ReadAsync(string productId, int max, string? after) => throw new NotSupportedException();

    // G7: whoever has heard of a transition must not hear of another with its number.
    private void CheckAgainstSeen(string productId, HighWaterMark seenBefore, HighWaterMark before, LedgerReply reply)
    {
        if (reply.Mark > before && before < seenBefore)
            world.Break($"G7: {process} knew of {seenBefore} of {productId}, and heard of what happened from {before} on");
        if (reply.Mark > seen.GetValueOrDefault(productId))
            seen[productId] = reply.Mark;
    }

    private void RememberLastOrder(string productId, IReadOnlyList<OrderOperation> batch, LedgerReply reply)
    {
        var position = batch.Zip(reply.Results).Select(pair => pair.First.Change is null ? pair.Second.Position : 0).Max();
        if (reply.Mark with { Seq = position } is var order && order > lastOrders.GetValueOrDefault(productId))
            lastOrders[productId] = order;
    }

    private HighWaterMark MarkOfLastOrder(string productId, HighWaterMark known)
    {
        var order = lastOrders.GetValueOrDefault(productId);
        return order.Epoch == known.Epoch ? order : known with { Seq = 0 };
    }
}
