namespace FlashFlow.Core.Outbox;

/// <summary>What a look into an outbox found.</summary>
/// <param name="Entries">The entries claimed, the oldest first.</param>
/// <param name="Newest">Id of the newest entry that lies there; null when the outbox is empty.</param>
/// <param name="Holder">The claim of another owner who has the outbox at the moment; null when nobody else has it.</param>
/// <param name="IsDue">Something of the product is to be taken back, and whoever should have done it may be dead.</param>
public sealed record OutboxClaim(IReadOnlyList<OutboxEntry> Entries, string? Newest, string? Holder, bool IsDue = false);
