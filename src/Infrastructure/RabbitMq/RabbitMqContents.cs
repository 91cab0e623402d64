using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Looks into the queues.</summary>
internal sealed class RabbitMqContents(RabbitMqConnector connector, RabbitMqTopology topology) : IBrokerContents
{
    public async Task<long> CountReadyAsync()
    {
        await using var connection = await connector.ConnectAsync("audit");
        return await connector.AskAsync(async () =>
        {
            await using var channel = await connection.CreateChannelAsync();
            return (long)await channel.MessageCountAsync(topology.Orders);
        });
    }

    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadOrdersAsync(int max)
    {
        await using var held = await HeldMessages.TakeAsync(connector, topology.Orders, max, "audit");
        return [.. held.Messages.Select(message => message.Body)];
    }

    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int max)
    {
        await using var held = await HeldMessages.TakeAsync(connector, topology.DeadLetters, max, "audit");
        return [.. held.Messages.Select(message => DeadLetterHeaders.Read(message.Body, message.Properties))];
    }
}
