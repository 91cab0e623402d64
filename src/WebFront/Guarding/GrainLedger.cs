using System.Diagnostics;
using FlashFlow.Grains;

namespace FlashFlow.WebFront.Guarding;

/// <summary>The product's grain as this front's guard sees it: one call per batch. <see cref="RetryingLedger"/> makes it again.</summary>
public sealed class GrainLedger(IGrainFactory grains, StallWatch stalls) : IStockLedger
{
    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        stalls.ThrowIfStalled();
        try
        {
            var replies = await grains.GetGrain<IProductGrain>(productId).DecideAsync(OperationBatch.Pack(known, batch, Activity.Current?.Id));
            return replies.Unpack();
        }
        catch (Exception failure) when (ClusterFailures.IsIndeterminate(failure))
        {
            throw new LedgerUnavailableException($"The grain of '{productId}' did not answer: {failure.Message}", failure);
        }
    }
}
