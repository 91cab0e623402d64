using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Guarding;

/// <summary>What is left of a sale at one moment.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">The sale.</param>
/// <param name="Version">Grows with every order and every operator's change of the sale: of two levels the one with the higher version is the later.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="State">What the operator has made of the sale.</param>
public sealed record StockLevel(string ProductId, long Epoch, long Version, long Remaining, SaleState State)
{
    /// <summary>Whether this level is later than <paramref name="other"/>.</summary>
    public bool IsLaterThan(StockLevel? other) =>
        other is null || Epoch > other.Epoch || (Epoch == other.Epoch && Version > other.Version);
}
