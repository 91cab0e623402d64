namespace FlashFlow.WebFront.Operators;

/// <summary>The body of a restock.</summary>
/// <param name="Units">Units to add, at least 1.</param>
public sealed record RestockRequest(int Units);
