namespace FlashFlow.Core.Outbox;

/// <summary>The way to the broker.</summary>
public interface IOrderPublisher
{
    /// <summary>Publishes entries as one message; returns once the broker has confirmed that it holds it durably.</summary>
    /// <exception cref="BrokerUnavailableException">It was not confirmed in time; the broker may or may not have it.</exception>
    Task PublishAsync(IReadOnlyList<OutboxEntry> entries);
}
