using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// The exchange and the queues: orders go to a quorum queue, so that a confirmed message survives the death of a broker (G3);
/// what cannot be stored goes to a second one (G8).
/// </summary>
internal sealed class RabbitMqTopology(RabbitMqOptions options)
{
    public string Exchange => options.Prefix;

    public string Orders => $"{options.Prefix}.orders";

    public string DeadLetters => $"{options.Prefix}.dead-letters";

    public async Task DeclareAsync(IChannel channel)
    {
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Direct, durable: true);
        await DeclareQueueAsync(channel, DeadLetters, []);

        // Should the broker itself ever give a message up, it moves it rather than dropping it.
        await DeclareQueueAsync(channel, Orders, new()
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
