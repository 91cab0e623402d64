using System.Diagnostics;
using FlashFlow.Grains;

namespace FlashFlow.WebFront.Guarding;

/// <summary>The product's grain as this front's guard sees it: one call per batch. <see cref="RetryingLedger"/> makes it again.</summary>
public sealed class GrainLedger(IGrainFactory grains) : IStockLedger
{
    /// <inheritdoc/>
    public async Task<LedgerReply> BuyAsync(string productId, HighWaterMark known, IReadOnlyList<BuyRequest> batch)
    {
        try
        {
            var replies = await grains.GetGrain<IProductGrain>(productId).BuyAsync(BuyBatch.Pack(known, batch, Activity.Current?.Id));
            return replies.Unpack();
        }
        catch (Exception failure) when (ClusterFailures.IsIndeterminate(failure))
        {
            throw new LedgerUnavailableException($"The grain of '{productId}' did not answer: {failure.Message}", failure);
        }
    }
}
