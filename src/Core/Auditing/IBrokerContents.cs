using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Auditing;

/// <summary>Looks into the broker without taking anything out.</summary>
/// <remarks>All calls throw <see cref="Outbox.BrokerUnavailableException"/> when the broker does not answer.</remarks>
public interface IBrokerContents
{
    /// <summary>Messages that wait to be delivered; those in the hands of a drain are not counted.</summary>
    Task<long> CountReadyAsync();

    /// <summary>The dead-lettered messages with their reasons, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int max);
}
