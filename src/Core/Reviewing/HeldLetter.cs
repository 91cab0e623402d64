using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>One dead letter in somebody's hands.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="RemoveAsync">Takes it out of the queue for good, at the latest when the letters are let go. Throws <see cref="Outbox.BrokerUnavailableException"/>: then it goes back.</param>
public sealed record HeldLetter(DeadLetter Letter, Func<Task> RemoveAsync);
