using FlashFlow.Core.Draining;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Publishes what cannot be stored to the dead-letter queue, with the reason in a header.</summary>
internal sealed class RabbitMqDeadLetters(RabbitMqConnector connector, RabbitMqTopology topology) : IDeadLetters, IAsyncDisposable
{
    public const string ReasonHeader = "x-flashflow-reason";

    private readonly ConfirmingPublisher publisher = new(connector, topology, "dead letters");

    public Task AddAsync(ReadOnlyMemory<byte> body, string reason) =>
        publisher.PublishAsync(topology.DeadLetters, body, new() { [ReasonHeader] = reason });

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
