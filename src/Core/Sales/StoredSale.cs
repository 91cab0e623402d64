namespace FlashFlow.Core.Sales;

/// <summary>What the store knows of a sale without its orders.</summary>
/// <param name="Definition">As it was defined last.</param>
/// <param name="Added">Units added after the start, as far as the store was told.</param>
/// <param name="State">What the operator has made of it, as far as the store was told.</param>
public sealed record StoredSale(SaleDefinition Definition, long Added, SaleState State);
