namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The grains as one front reaches them: each call once.</summary>
internal sealed class GrainPort(World world, SimulatedProcess process) : IStockLedger, ISaleOffice
{
    private readonly Dictionary<string, List<CallDeadline>> calls = [];

    /// <summary>The next call for the product is the first for its batch.</summary>
    public void BeginBatch(string productId) => calls[productId] = [];

    /// <summary>The batch is answered: what it refuses, none of its calls may still do.</summary>
    public void EndBatch(string productId, IReadOnlyList<OrderOperation> batch, LedgerReply reply)
    {
        for (var i = 0; i < batch.Count; i++)
            if (batch[i].Change is null && !reply.Results[i].HasOrder && reply.Results[i].Outcome != OrderOutcome.Unknown)
                world.Record.Refused(batch[i].OrderId, calls[productId]);
    }

    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        calls[productId].Add(batch[0].Deadline!);
        var isRetry = calls[productId].Count > 1;
        var held = batch.Select(buy => world.Ledger.PositionOf(productId, buy.OrderId)).ToArray();
        var reply = await world.Cluster.CallAsync(process, productId, "buy", silo => silo.Grain(productId).DecideAsync(known, batch));
        for (var i = 0; i < batch.Count; i++)
            if (batch[i].Change is null)
                Check(productId, known, isRetry ? held[i] : 0, reply.Results[i]);
        return reply;
    }

    public Task<long?> StartAsync(SaleDefinition definition, string by, long? epoch) =>
        AskAsync(definition.ProductId, office => office.StartAsync(definition, by, epoch));

    public Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by, long? epoch) => throw new NotSupportedException();

    public Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, string by) =>
        AskAsync(productId, office => office.RestockAsync(productId, epoch, units, key, by));

    public Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, string by) =>
        AskAsync(productId, office => office.SetStateAsync(productId, epoch, state, by));

    public Task<SaleChange> ArchiveAsync(string productId, long epoch, string by) => throw new NotSupportedException();

    public Task<SaleRecord?> FindRecordAsync(string productId) => throw new NotSupportedException();

    private async Task<T> AskAsync<T>(string productId, Func<SaleOffice, Task<T>> change)
    {
        try
        {
            return await world.Cluster.CallAsync(process, productId, "change", silo => silo.ChangeAsync(productId, change), mayBeLate: false)
                .WaitAsync(TimeSpan.FromMilliseconds(world.Plan.DeadlineMilliseconds), process.Time);
        }
        catch (TimeoutException failure)
        {
            throw new LedgerUnavailableException("the change is not answered", failure);
        }
    }

    private void Check(string productId, HighWaterMark known, long held, OrderResult result)
    {
        // G7: what one front knows holds for all of them.
        if (result.Outcome == OrderOutcome.Accepted && new HighWaterMark(result.Epoch, result.Position) <= known)
            world.Break($"G7: {process} knew of {known} of {productId}, and was sold {result}");

        // G4: no memory may answer for an order that the ledger has.
        if (held > 0 && !world.Record.HasLostData
            && result.Outcome is not (OrderOutcome.Replayed or OrderOutcome.StaleEpoch or OrderOutcome.Unknown or OrderOutcome.Unavailable or OrderOutcome.Overloaded))
            world.Break($"G4: {process} asked a grain again for an order that the ledger had at {held}, and was told {result}");
    }
}
