using FlashFlow.Core.Outbox;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.Tests.RabbitMq;

public sealed class QueuesTests : SandboxTests
{
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    // What an earlier version declared cannot be declared otherwise, and must go on working.
    [Fact]
    public async Task Queues_of_an_earlier_version_are_used_as_they_are()
    {
        var prefix = Sandbox.RabbitMq.Prefix;
        await using var connection = await new ConnectionFactory { Uri = Sandbox.RabbitMq.ListNodes()[0] }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync($"{prefix}.dead-letters", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(Quorum));
        await channel.QueueDeclareAsync($"{prefix}.orders", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(Quorum)
        {
            ["x-dead-letter-exchange"] = prefix,
            ["x-dead-letter-routing-key"] = $"{prefix}.dead-letters",
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        });

        await Sandbox.PublishAsync(new OutboxEntry("phone", "1-1", "hello"u8.ToArray()));

        await Eventually.SeesAsync("the message", Sandbox.Broker.CountReadyAsync, ready => ready == 1);
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("dead-letters")]
    public async Task G8_a_new_queue_sets_no_limit_to_deliveries(string queue)
    {
        await Sandbox.Broker.CountReadyAsync();
        await using var connection = await new ConnectionFactory { Uri = Sandbox.RabbitMq.ListNodes()[0] }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", $"{Sandbox.RabbitMq.Prefix}.{queue}", "hello"u8.ToArray());
        for (var i = 0; i < 30; i++)
        {
            var message = await Eventually.SeesAsync(
                $"delivery {i}", () => channel.BasicGetAsync($"{Sandbox.RabbitMq.Prefix}.{queue}", autoAck: false), found => found is not null);
            await channel.BasicNackAsync(message!.DeliveryTag, multiple: false, requeue: true);
        }
    }
}
