using FlashFlow.Core;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Publishes outbox entries to the orders queue.</summary>
internal sealed class RabbitMqOrderPublisher(RabbitMqConnector connector, RabbitMqTopology topology) : IOrderPublisher, IAsyncDisposable
{
    private readonly ConfirmingPublisher publisher = new(connector, topology, "relay");

    public async Task PublishAsync(IReadOnlyList<OutboxEntry> entries)
    {
        using var activity = Telemetry.StartPublish(entries);
        var headers = new Dictionary<string, object?>();
        if (activity?.Id is { } traceParent)
            headers["traceparent"] = traceParent;
        await publisher.PublishAsync(topology.Orders, OrderMessage.Join(entries), headers);
    }

    /// <summary>Finds out whether the broker takes messages.</summary>
    /// <exception cref="BrokerUnavailableException">It does not, and the message says why.</exception>
    public Task CheckAsync() => publisher.CheckAsync();

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
