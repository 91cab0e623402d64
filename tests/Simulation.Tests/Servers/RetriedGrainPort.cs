namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The grains as the guards of one front reach them: with Core's retries, under the eyes of <see cref="GrainPort"/>.</summary>
internal sealed class RetriedGrainPort(World world, SimulatedProcess process, GrainPort grains) : IStockLedger
{
    private readonly RetryingLedger ledger = new(
        grains,
        TimeSpan.FromMilliseconds(world.Plan.AttemptMilliseconds),
        TimeSpan.FromMilliseconds(world.Plan.DeadlineMilliseconds),
        process.Time,
        NullLogger<RetryingLedger>.Instance);

    public Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        grains.BeginBatch(productId);
        return ledger.DecideAsync(productId, known, batch);
    }
}
