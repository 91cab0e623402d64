using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>The dead letters, for an operator who decides about them (G8).</summary>
/// <remarks>All calls throw <see cref="Outbox.BrokerUnavailableException"/> when the broker does not answer.</remarks>
public interface IDeadLetterOffice
{
    /// <summary>Takes the letters that lie there now, at most <paramref name="max"/>, into the caller's hands. Until they are let go nobody else sees them.</summary>
    Task<IHeldLetters> TakeAsync(int max);

    /// <summary>Publishes the letter's body to the orders queue, with what it has behind it; returns once the broker has confirmed that it holds it durably.</summary>
    Task ReplayAsync(DeadLetter letter);
}
