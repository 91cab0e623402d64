using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// The exchange and the queues: orders go to a quorum queue, so that a confirmed message survives the death of a broker (G3);
/// what the broker itself gives up goes to a second one, from where the drain takes it to the dead letters (G8).
/// </summary>
internal sealed class RabbitMqTopology(RabbitMqOptions options)
{
    private const ushort PreconditionFailed = 406;

    // RabbitMQ 4 gives a message up after 20 deliveries unless a queue says otherwise. A drain has its own way with what cannot be stored,
    // and one that dies, or loses its connection, has not failed on a message. 4 knows -1 as "no limit", 3 refuses it; this both take.
    private const int NoDeliveryLimit = int.MaxValue;

    // Queues of earlier versions have no limit of their own, and a queue's arguments cannot be changed.
    private volatile bool hasEarlierQueues;

    public string Exchange => options.Prefix;

    public string Orders => $"{options.Prefix}.orders";

    public string DeadLetters => $"{options.Prefix}.dead-letters";

    public async Task DeclareAsync(IConnection connection)
    {
        if (!hasEarlierQueues)
        {
            try
            {
                await DeclareAsync(connection, new() { ["x-delivery-limit"] = NoDeliveryLimit });
                return;
            }
            catch (OperationInterruptedException refusal) when (refusal.ShutdownReason?.ReplyCode == PreconditionFailed)
            {
                // As earlier versions declared them, or else what is there is not ours.
            }
        }

        await DeclareAsync(connection, []);
        hasEarlierQueues = true;
    }

    private async Task DeclareAsync(IConnection connection, Dictionary<string, object?> limit)
    {
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Direct, durable: true);
        await DeclareQueueAsync(channel, DeadLetters, new(limit));

        // Should the broker itself ever give a message up, it moves it rather than dropping it.
        await DeclareQueueAsync(channel, Orders, new(limit)
        {
            ["x-dead-letter-exchange"] = Exchange,
            ["x-dead-letter-routing-key"] = DeadLetters,
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        });
    }

    private async Task DeclareQueueAsync(IChannel channel, string queue, Dictionary<string, object?> arguments)
    {
        arguments["x-queue-type"] = "quorum";
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
        await channel.QueueBindAsync(queue, Exchange, routingKey: queue);
    }
}
