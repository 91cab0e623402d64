namespace FlashFlow.Core.Sales;

/// <summary>What a sale had sold when the next one of its product took its place.</summary>
/// <param name="Epoch">The sale.</param>
/// <param name="Orders">Orders accepted.</param>
/// <param name="Units">Units sold.</param>
public readonly record struct EndedSale(long Epoch, long Orders, long Units);
