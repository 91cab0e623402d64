namespace FlashFlow.WebFront.Rooms;

/// <summary>The body of a joining.</summary>
/// <param name="ShopperId">Who joins; absent (null here, and refused as null in a body) where a token says it.</param>
public sealed record JoinRequest(string ShopperId = null!);

/// <summary>The body of a leaving.</summary>
/// <param name="Receipt">What the shopper was given when they joined.</param>
/// <param name="ShopperId">Who leaves; absent (null here, and refused as null in a body) where a token says it.</param>
public sealed record LeaveRequest(string Receipt, string ShopperId = null!);

/// <summary>The body of a standing by.</summary>
/// <param name="Receipt">What the shopper was given when they joined.</param>
/// <param name="Quantity">Units wanted.</param>
/// <param name="ShopperId">Who stands by; absent (null here, and refused as null in a body) where a token says it.</param>
public sealed record StandbyRequest(string Receipt, int Quantity = 1, string ShopperId = null!);

/// <summary>What a shopper who stands by is told.</summary>
/// <param name="OrderId">The order that will be held for them: there is none of this id until then.</param>
/// <param name="Quantity">Its units.</param>
public sealed record StandbyView(Guid OrderId, int Quantity);

/// <summary>The body of a change of the rate.</summary>
/// <param name="PerMinute">How many are let in a minute from now on; 0: none until it is changed again.</param>
public sealed record RateRequest(int? PerMinute);
