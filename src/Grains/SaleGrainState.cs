using FlashFlow.Core.Sales;

namespace FlashFlow.Grains;

/// <summary>What <see cref="SaleGrain"/> keeps.</summary>
[GenerateSerializer, Alias("FlashFlow.SaleGrainState")]
internal sealed class SaleGrainState
{
    [Id(0)]
    public SaleRecord? Record { get; set; }
}
