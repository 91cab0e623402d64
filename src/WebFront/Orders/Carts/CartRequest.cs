using FlashFlow.Core.Carts;

namespace FlashFlow.WebFront.Orders.Carts;

/// <summary>The body of a buy of several products.</summary>
/// <param name="Lines">What is wanted, 1 to 20 lines.</param>
/// <param name="ShopperId">Who buys; absent (null here, and refused as null in a body) where a token says it.</param>
public sealed record CartRequest(CartLine[] Lines, string ShopperId = null!);
