using System.Threading.Channels;
using FlashFlow.Core.Outbox;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// The messages of a queue in one pair of hands. They are taken by a consumer, not one by one: getting a message from a quorum queue costs
/// the broker a write to its log. What was not removed goes back, in its old place, when the channel closes.
/// </summary>
internal sealed class HeldMessages : IAsyncDisposable
{
    private readonly RabbitMqConnector connector;
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly List<HeldMessage> messages = [];

    private HeldMessages(RabbitMqConnector connector, IConnection connection, IChannel channel)
    {
        this.connector = connector;
        this.connection = connection;
        this.channel = channel;
    }

    /// <summary>The messages, in the order in which they lay there.</summary>
    public IReadOnlyList<HeldMessage> Messages => messages;

    /// <summary>Takes the messages that wait in the queue now, at most <paramref name="max"/>.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    public static async Task<HeldMessages> TakeAsync(RabbitMqConnector connector, string queue, int max, string purpose)
    {
        var connection = await connector.ConnectAsync(purpose);
        HeldMessages? held = null;
        try
        {
            held = new(connector, connection, await connector.AskAsync(() => connection.CreateChannelAsync()));
            await held.TakeAsync(queue, max);
            return held;
        }
        catch (BrokerUnavailableException)
        {
            await (held?.DisposeAsync() ?? connection.DisposeAsync());
            throw;
        }
    }

    /// <summary>Takes a message out of its queue for good.</summary>
    /// <exception cref="BrokerUnavailableException">The channel is gone, and the message back in its queue.</exception>
    public Task RemoveAsync(HeldMessage message) => connector.AskAsync(async () =>
    {
        await channel.BasicAckAsync(message.Tag, multiple: false);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task TakeAsync(string queue, int max)
    {
        var waiting = (int)Math.Min(max, await connector.AskAsync(() => channel.MessageCountAsync(queue)));
        var arrivals = Channel.CreateUnbounded<HeldMessage>(new() { SingleReader = true });
        channel.ChannelShutdownAsync += (_, reason) =>
            Task.FromResult(arrivals.Writer.TryComplete(new BrokerUnavailableException($"RabbitMQ: {reason.ReplyText}")));
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            arrivals.Writer.TryWrite(new(message.DeliveryTag, message.Body.ToArray(), message.BasicProperties));
            return Task.CompletedTask;
        };

        // Each consumer is given no more than its prefetch, since nothing is acknowledged.
        var tags = new List<string>();
        for (var left = waiting; left > 0; left -= ushort.MaxValue)
            tags.Add(await connector.AskAsync(() => ConsumeAsync(queue, consumer, (ushort)Math.Min(left, ushort.MaxValue))));

        await ReadAsync(arrivals.Reader, waiting);
        foreach (var tag in tags)
            await connector.AskAsync(() => CancelAsync(tag));
        while (arrivals.Reader.TryRead(out var message))
            messages.Add(message);
    }

    private async Task ReadAsync(ChannelReader<HeldMessage> arrivals, int count)
    {
        while (messages.Count < count)
        {
            try
            {
                using var patience = new CancellationTokenSource(connector.Deadline);
                messages.Add(await arrivals.ReadAsync(patience.Token));
            }
            catch (OperationCanceledException)
            {
                return; // Somebody else took the others between the count and the first delivery.
            }
            catch (ChannelClosedException failure)
            {
                throw failure.InnerException ?? failure;
            }
        }
    }

    private async Task<string> ConsumeAsync(string queue, AsyncEventingBasicConsumer consumer, ushort prefetch)
    {
        await channel.BasicQosAsync(0, prefetch, global: false);
        return await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }

    private async Task<bool> CancelAsync(string tag)
    {
        await channel.BasicCancelAsync(tag);
        return true;
    }
}
