using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Guarding;

/// <summary>Where a front takes its buys: to the guards in its own process, or to the grains of a cluster.</summary>
public interface IStockDesk
{
    /// <summary>The product's current sale, or null for a product that never had one.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody can say.</exception>
    ValueTask<long?> FindEpochAsync(string productId);

    /// <summary>Decides one buy.</summary>
    ValueTask<BuyResult> BuyAsync(string productId, BuyRequest request);

    /// <summary>Stock of the product may have come back.</summary>
    void ForgetSoldOut(string productId);
}
