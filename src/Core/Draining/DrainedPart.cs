namespace FlashFlow.Core.Draining;

/// <summary>One line of a message, or a part of it, and what the message has behind it.</summary>
/// <param name="Orders">The batch of orders; null when it is one of transitions.</param>
/// <param name="Transitions">The batch of transitions; null when it is one of orders.</param>
/// <param name="Past">What the message has behind it.</param>
internal sealed record DrainedPart(OrderBatch? Orders, TransitionBatch? Transitions, PastAttempts Past)
{
    /// <summary>Orders or transitions in it.</summary>
    public int Count => Orders?.Count ?? Transitions!.Count;

    /// <summary>When they happened, by the ledger's clock.</summary>
    public DateTimeOffset At => Orders?.AcceptedAt ?? Transitions!.At;

    /// <summary>Each order or transition of it alone.</summary>
    public IEnumerable<DrainedPart> Split() => Enumerable.Range(0, Count)
        .Select(i => this with { Orders = Orders?.OrderAt(i), Transitions = Transitions?.TransitionAt(i) });

    /// <summary>The letter it becomes.</summary>
    public DeadLetter ToDeadLetter(string reason, DateTimeOffset now) => Past.ToDeadLetter(Orders?.ToJson() ?? Transitions!.ToJson(), reason, now);
}
