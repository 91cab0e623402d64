namespace FlashFlow.Core.Rebuilding;

/// <summary>An accepted order in a dead letter.</summary>
/// <param name="Epoch">Its sale.</param>
/// <param name="Order">The order.</param>
/// <param name="IsDiscarded">Whether an operator gave the letter up.</param>
public readonly record struct DeadOrder(long Epoch, SoldOrder Order, bool IsDiscarded);
