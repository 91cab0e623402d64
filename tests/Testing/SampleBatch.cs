using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;

namespace FlashFlow.Testing;

/// <summary>Orders as the ledger would accept them.</summary>
public static class SampleBatch
{
    /// <summary>A batch of orders of the product <c>phone</c>, one unit each, all bought by <c>ada</c>.</summary>
    public static OrderBatch Of(long epoch, long first, int count) => new()
    {
        Version = OrderBatch.CurrentVersion,
        ProductId = "phone",
        Epoch = epoch,
        FirstPosition = first,
        AcceptedAtMilliseconds = 1_795_334_400_123,
        OrderIds = [.. Enumerable.Range(0, count).Select(_ => OrderIds.New(TimeProvider.System))],
        ShopperIds = [.. Enumerable.Repeat("ada", count)],
        Quantities = [.. Enumerable.Repeat(1, count)],
    };
}
