namespace FlashFlow.WebFront.Rooms;

/// <summary>What a shopper is to do before they join: find a number with which the SHA-256 of <c>challenge.number</c> begins with so many zero bits.</summary>
/// <param name="Challenge">This shopper's, in this room.</param>
/// <param name="Bits">How many zero bits.</param>
/// <param name="ExpiresInMs">For how long the work is taken, in milliseconds from now.</param>
public sealed record WorkView(string Challenge, int Bits, long ExpiresInMs);
