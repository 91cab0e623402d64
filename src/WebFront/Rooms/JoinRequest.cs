namespace FlashFlow.WebFront.Rooms;

/// <summary>The body of a joining.</summary>
/// <param name="ShopperId">Who joins; absent (null here, and refused as null in a body) where a token says it.</param>
/// <param name="Work">The work that was asked for (403 <c>work_needed</c>), <c>challenge.number</c>; absent: none.</param>
public sealed record JoinRequest(string ShopperId = null!, string? Work = null);
