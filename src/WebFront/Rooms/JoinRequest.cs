namespace FlashFlow.WebFront.Rooms;

/// <summary>The body of a joining.</summary>
/// <param name="ShopperId">Who joins; absent (null here, and refused as null in a body) where a token says it.</param>
public sealed record JoinRequest(string ShopperId = null!);
