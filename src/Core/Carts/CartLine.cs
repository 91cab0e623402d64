namespace FlashFlow.Core.Carts;

/// <summary>A line of an order: some units of one product, which may be a bundle.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">Units, at least 1.</param>
public sealed record CartLine(string ProductId, int Quantity);
