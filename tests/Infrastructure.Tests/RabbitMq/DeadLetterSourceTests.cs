using System.Text;
using FlashFlow.Infrastructure.RabbitMq;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.Tests.RabbitMq;

public sealed class DeadLetterSourceTests : SandboxTests
{
    private const int Most = 100;

    [Fact]
    public async Task A_hundred_messages_are_held_until_they_are_kept_and_the_others_stay_in_their_queue()
    {
        const int Count = (2 * Most) + 50;
        await using var connection = await new ConnectionFactory { Uri = Sandbox.RabbitMq.ListNodes()[0] }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await using var source = new RabbitMqDeadLetterSource(Sandbox.RabbitMq);
        await source.EmptyAsync(_ => Task.CompletedTask); // There is a queue from now on.
        var queue = $"{Sandbox.RabbitMq.Prefix}.dead-letters";
        for (var i = 0; i < Count; i++)
            await channel.BasicPublishAsync("", queue, Encoding.UTF8.GetBytes($"letter {i}"));

        var held = new List<int>();
        var taken = await source.EmptyAsync(async letters =>
        {
            if (letters.Count == 0)
                return;
            held.Add(letters.Count);
            await Eventually.SeesAsync("the others in their queue", () => channel.MessageCountAsync(queue), others => others == Count - held.Sum());
        });

        Assert.Equal(Count, taken);
        Assert.Equal([Most, Most, 50], held);
    }
}
