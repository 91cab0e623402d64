namespace FlashFlow.Core.Outbox;

/// <summary>What is to become of entries that have lain in an outbox for long.</summary>
/// <param name="Overdue">They are to be published.</param>
/// <param name="Settled">They are to leave.</param>
/// <param name="Count">How many were judged: those after them wait.</param>
internal sealed record OverdueReview(IReadOnlyList<OutboxEntry> Overdue, IReadOnlyList<OutboxEntry> Settled, int Count);
