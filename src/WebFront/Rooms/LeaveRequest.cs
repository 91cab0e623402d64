namespace FlashFlow.WebFront.Rooms;

/// <summary>The body of a leaving.</summary>
/// <param name="Receipt">What the shopper was given when they joined.</param>
/// <param name="ShopperId">Who leaves; absent (null here, and refused as null in a body) where a token says it.</param>
public sealed record LeaveRequest(string Receipt, string ShopperId = null!);
