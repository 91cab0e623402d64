using FlashFlow.Core.Sales;

namespace FlashFlow.Grains;

/// <summary>What <see cref="SaleGrain"/> keeps.</summary>
internal sealed class SaleGrainState
{
    public SaleRecord? Record { get; set; }
}
