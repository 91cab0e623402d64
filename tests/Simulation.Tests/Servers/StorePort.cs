namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The database as one process reaches it.</summary>
internal sealed class StorePort(World world, SimulatedProcess process) : IOrderStore, ISaleStore, ISaleRecords, ISettledNumbers
{
    public async Task StoreAsync(
        IReadOnlyList<OrderBatch> batches,
        IReadOnlyList<TransitionBatch> transitions,
        IReadOnlyList<DeadLetter> letters,
        CancellationToken cancellation)
    {
        if (await world.StoreWire.CallAsync(process, "store", () => world.Store.Insert(batches, transitions, letters)) is { } refusal)
            throw new OrderRejectedException(refusal, inner: null!);
    }

    public Task<IReadOnlyList<SettledRange>> FindAsync(IReadOnlyList<SeqRange> ranges, CancellationToken cancellation) =>
        world.SalesWire.CallAsync<IReadOnlyList<SettledRange>>(process, "find settled", () => [.. ranges.Select(world.Store.FindSettled)]);

    public Task<IReadOnlySet<string>> FindLettersAsync(IReadOnlyCollection<string> fingerprints, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<long> CreateAsync(SaleDefinition definition, long above, CancellationToken cancellation) =>
        world.SalesWire.CallAsync(process, "create sale", () => world.Store.CreateSale(above));

    // What a ledger would be rebuilt from; no ledger is, here.
    public Task NoteAsync(Sale sale, CancellationToken cancellation) => Task.CompletedTask;

    public Task NoteLossAsync(long epoch, IReadOnlyList<(long First, long Last)> missing, long lastSeq, CancellationToken cancellation) => Task.CompletedTask;

    public Task<StoredSale?> FindAsync(long epoch, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, HighWaterMark>> ListMarksAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, string>> ListFamiliesAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListArchivedAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListProductsAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<HighWaterMark> FindMarkAsync(string productId, CancellationToken cancellation) =>
        world.SalesWire.CallAsync(process, "find mark", () => world.Store.FindMark(productId));

    public Task<SaleRecord?> FindAsync(string productId) => Task.FromResult<SaleRecord?>(null);

    // Who decided what is not part of what is simulated.
    public Task ChangeAsync(string productId, Func<SaleRecord?, SaleRecord?> change) => Task.CompletedTask;
}
