namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Something that happened to an order after it was held or sold.</summary>
/// <param name="Seq">The number of the transition in its sale.</param>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Kind">What: the name of a <see cref="Core.Draining.TransitionKind"/> in small letters.</param>
/// <param name="Details">What else is known of it; null where nothing is.</param>
public sealed record ReportedEvent(long Seq, DateTimeOffset At, string Kind, TransitionDetails? Details);
