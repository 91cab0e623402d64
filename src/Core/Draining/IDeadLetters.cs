namespace FlashFlow.Core.Draining;

/// <summary>Where messages go that cannot be stored: kept with the reason until an operator has looked at them (G8).</summary>
public interface IDeadLetters
{
    /// <summary>Adds a letter; returns once the broker has confirmed that it holds it durably.</summary>
    /// <exception cref="Outbox.BrokerUnavailableException">It was not confirmed in time.</exception>
    Task AddAsync(DeadLetter letter);
}
