namespace FlashFlow.WebFront.Orders;

/// <summary>The body of a buy.</summary>
/// <param name="ShopperId">Who buys.</param>
/// <param name="Quantity">Units wanted.</param>
public sealed record OrderRequest(string ShopperId, int Quantity);
