namespace FlashFlow.WebFront.Rooms;

/// <summary>The body of a change of the rate.</summary>
/// <param name="PerMinute">How many are let in a minute from now on; 0: none until it is changed again.</param>
public sealed record RateRequest(int? PerMinute);
