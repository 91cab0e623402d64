namespace FlashFlow.Core.Draining;

/// <summary>What a message has behind it that was dead-lettered before and replayed; the default is a message that comes for the first time.</summary>
/// <param name="Count">How often it was dead-lettered.</param>
/// <param name="FirstSeen">When that was for the first time.</param>
public readonly record struct PastAttempts(int Count, DateTimeOffset? FirstSeen)
{
    /// <summary>The letter it becomes when it cannot be stored this time either.</summary>
    public DeadLetter ToDeadLetter(ReadOnlyMemory<byte> body, string reason, DateTimeOffset now) => new(body, reason, FirstSeen ?? now, Count + 1);
}
