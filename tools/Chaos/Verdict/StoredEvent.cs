using FlashFlow.Core.Draining;

namespace FlashFlow.Chaos.Verdict;

/// <summary>A row of the order_events table: something that happened to an order after it was held or sold, or to its sale.</summary>
internal sealed record StoredEvent(long Epoch, long Seq, TransitionKind Kind, Guid? OrderId);
