namespace FlashFlow.WebFront.Orders;

/// <summary>The body of a buy.</summary>
/// <param name="Quantity">Units wanted.</param>
/// <param name="ShopperId">Who buys; absent (null here, and refused as null in a body) where a token says it.</param>
public sealed record OrderRequest(int Quantity, string ShopperId = null!);
