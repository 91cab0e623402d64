namespace FlashFlow.WebFront.Rooms;

/// <summary>The body of a standing by.</summary>
/// <param name="Receipt">What the shopper was given when they joined.</param>
/// <param name="Quantity">Units wanted.</param>
/// <param name="ShopperId">Who stands by; absent (null here, and refused as null in a body) where a token says it.</param>
public sealed record StandbyRequest(string Receipt, int Quantity = 1, string ShopperId = null!);
