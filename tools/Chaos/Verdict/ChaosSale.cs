using FlashFlow.Chaos.Shopping;

namespace FlashFlow.Chaos.Verdict;

/// <summary>A product's sale in this run.</summary>
/// <param name="Product">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="Added">Units that operators know they have added.</param>
internal sealed record ChaosSale(ChaosProduct Product, long Epoch, long Added)
{
    /// <summary>All units there were to sell.</summary>
    public long Units => Product.Stock + Added;
}
