using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>The way of a dead letter back to the drain.</summary>
public interface ILetterReplay
{
    /// <summary>Publishes the letter's body to the orders queue, with what it has behind it; returns once the broker has confirmed that it holds it durably.</summary>
    /// <exception cref="Outbox.BrokerUnavailableException">It was not confirmed in time; the broker may or may not have it.</exception>
    Task ReplayAsync(DeadLetter letter);
}
