using FlashFlow.Core.Draining;
using FlashFlow.Core.Reviewing;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>The dead-letter queue: publishes what cannot be stored to it, with reason and past in headers, and back from it.</summary>
internal sealed class RabbitMqDeadLetters(RabbitMqConnector connector, RabbitMqTopology topology)
    : IDeadLetters, IDeadLetterOffice, IAsyncDisposable
{
    private readonly ConfirmingPublisher publisher = new(connector, topology, "dead letters");

    public Task AddAsync(DeadLetter letter) => publisher.PublishAsync(topology.DeadLetters, letter.Body, DeadLetterHeaders.Of(letter));

    public async Task<IHeldLetters> TakeAsync(int max) =>
        new HeldDeadLetters(await HeldMessages.TakeAsync(connector, topology.DeadLetters, max, "dead letters"));

    public Task ReplayAsync(DeadLetter letter) => publisher.PublishAsync(topology.Orders, letter.Body, DeadLetterHeaders.OfReplay(letter));

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
