using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Auditing;

/// <summary>Looks into the broker without taking anything out.</summary>
/// <remarks>All calls throw <see cref="Outbox.BrokerUnavailableException"/> when the broker does not answer.</remarks>
public interface IBrokerContents
{
    /// <summary>Messages that wait to be delivered; those in the hands of a drain are not counted.</summary>
    Task<long> CountReadyAsync();

    /// <summary>
    /// The bodies of the messages that wait to be delivered, at most <paramref name="max"/>. While they are read no drain gets them;
    /// afterwards they wait again.
    /// </summary>
    Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadOrdersAsync(int max);

    /// <summary>The dead-lettered messages with their reasons, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int max);
}
