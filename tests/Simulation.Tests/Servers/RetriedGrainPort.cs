namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The grains as the guards of one front reach them: with Core's retries, under the eyes of <see cref="GrainPort"/>.</summary>
internal sealed class RetriedGrainPort : IStockLedger
{
    private readonly GrainPort grains;
    private readonly RetryingLedger ledger;

    public RetriedGrainPort(World world, SimulatedProcess process, GrainPort grains)
    {
        this.grains = grains;
        var clock = new LedgerClock(process.Time);
        var calls = new RepeatedCalls(
            TimeSpan.FromMilliseconds(world.Plan.AttemptMilliseconds), TimeSpan.FromMilliseconds(world.Plan.DeadlineMilliseconds), clock, process.Time);
        ledger = new(grains, calls, clock, NullLogger<RetryingLedger>.Instance);
    }

    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        grains.BeginBatch(productId);
        var reply = await ledger.DecideAsync(productId, known, batch);
        grains.EndBatch(productId, batch, reply);
        return reply;
    }
}
