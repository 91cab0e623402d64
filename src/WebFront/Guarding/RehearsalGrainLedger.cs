using FlashFlow.Grains;

namespace FlashFlow.WebFront.Guarding;

/// <summary>What <see cref="GrainLedger"/> is to buys, to a rehearsal: the way to a silo and back, where nothing is sold.</summary>
public sealed class RehearsalGrainLedger(IGrainFactory grains) : IStockLedger
{
    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        try
        {
            var replies = await grains.GetGrain<IRehearsalGrain>(productId).DecideAsync(OperationBatch.Pack(known, batch, traceParent: null));
            return replies.Unpack();
        }
        catch (Exception failure) when (ClusterFailures.IsIndeterminate(failure) || failure is ArgumentException)
        {
            // ArgumentException: no silo has such a grain, since all are of an earlier version.
            throw new LedgerUnavailableException($"No silo rehearses: {failure.Message}", failure);
        }
    }
}
