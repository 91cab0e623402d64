using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Rebuilding;

/// <summary>A transition that was found, other than the first of an order: what tells it from any other.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Kind">What happened.</param>
/// <param name="OrderId">To which order; null where it happened to the sale.</param>
/// <param name="Key">The key under which units were cancelled; null for any other transition.</param>
/// <param name="Asked">The units that were asked for under it.</param>
public readonly record struct StoredTransition(long Seq, TransitionKind Kind, Guid? OrderId, string? Key = null, string? Asked = null);
