using FlashFlow.Core;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Publishes outbox entries to the orders queue.</summary>
internal sealed class RabbitMqOrderPublisher(RabbitMqConnector connector, RabbitMqTopology topology) : IOrderPublisher, IAsyncDisposable
{
    private readonly ConfirmingPublisher publisher = new(connector, topology, "relay");

    public async Task PublishAsync(OutboxEntry entry)
    {
        using var activity = Telemetry.StartPublish(entry.TraceParent);
        var headers = new Dictionary<string, object?>();
        if (activity?.Id is { } traceParent)
            headers["traceparent"] = traceParent;
        await publisher.PublishAsync(topology.Orders, entry.Body, headers);
    }

    /// <summary>Opens the way to the broker if it is not open.</summary>
    public Task OpenAsync() => publisher.OpenChannelAsync();

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
