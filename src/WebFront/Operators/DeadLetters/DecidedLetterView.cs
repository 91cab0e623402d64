namespace FlashFlow.WebFront.Operators.DeadLetters;

/// <summary>What was decided about a dead letter.</summary>
/// <param name="Id">The letter.</param>
/// <param name="Result"><c>replayed</c>: it is in the orders queue again. <c>discarded</c>: it was given up.</param>
public sealed record DecidedLetterView(string Id, string Result);
