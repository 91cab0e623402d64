using FlashFlow.Core.Draining;
using FlashFlow.Core.Reviewing;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Publishes dead letters to the orders queue again, with their past in headers.</summary>
internal sealed class RabbitMqLetterReplay(RabbitMqConnector connector, RabbitMqTopology topology) : ILetterReplay, IAsyncDisposable
{
    private readonly ConfirmingPublisher publisher = new(connector, topology, "replay");

    public Task ReplayAsync(DeadLetter letter) => publisher.PublishAsync(topology.Orders, letter.Body, DeadLetterHeaders.OfReplay(letter));

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
