namespace FlashFlow.WebFront.Orders;

/// <summary>The body of a buy.</summary>
/// <param name="Quantity">Units wanted.</param>
/// <param name="ShopperId">Who buys; absent (null here, and refused as null in a body) where a token says it.</param>
/// <param name="Pass">What the room of the product has given to who was let in; absent where there is no room.</param>
public sealed record OrderRequest(int Quantity, string ShopperId = null!, string? Pass = null);
