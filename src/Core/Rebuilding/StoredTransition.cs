using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Rebuilding;

/// <summary>A transition that was found, other than the first of an order: what tells it from any other.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Kind">What happened.</param>
/// <param name="OrderId">To which order; null where it happened to the sale.</param>
public readonly record struct StoredTransition(long Seq, TransitionKind Kind, Guid? OrderId);
