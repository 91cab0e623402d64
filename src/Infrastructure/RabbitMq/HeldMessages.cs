using System.Threading.Channels;
using FlashFlow.Core.Outbox;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// The messages of a queue in one pair of hands. They are taken by a consumer, not one by one: getting a message from a quorum queue costs
/// the broker a write to its log. What was not removed goes back, in its old place, when the channel closes.
/// </summary>
/// <remarks>
/// Removals are gathered into few acknowledgements. A quorum queue lets a channel have some dozens of them on their way and forgets what
/// else it was told when the channel closes: of 3,000 messages acknowledged one by one, most came back.
/// </remarks>
internal sealed class HeldMessages : IAsyncDisposable
{
    private const int RemovalsAtOnce = 100;

    private readonly RabbitMqConnector connector;
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly List<HeldMessage> messages = [];
    private readonly HashSet<ulong> removed = [];
    private ulong acknowledged;

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

    /// <summary>Takes a message out of its queue for good: now, or at the latest when this is disposed of.</summary>
    /// <exception cref="BrokerUnavailableException">The channel is gone, and the message back in its queue.</exception>
    public async Task RemoveAsync(HeldMessage message)
    {
        removed.Add(message.Tag);
        if (ReadyThrough() is var through && through >= acknowledged + RemovalsAtOnce)
            await AcknowledgeAsync(through, multiple: true);
    }

    /// <summary>Puts back what was not removed.</summary>
    /// <exception cref="BrokerUnavailableException">The channel is gone; messages that were removed last may be back in their queue.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (ReadyThrough() is var through && through > acknowledged)
                await AcknowledgeAsync(through, multiple: true);
            foreach (var tag in removed.Where(tag => tag > acknowledged).ToArray())
                await AcknowledgeAsync(tag, multiple: false);
        }
        finally
        {
            await channel.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    // Delivery tags of a channel are 1, 2, 3 ...: all up to this one are to be removed.
    private ulong ReadyThrough()
    {
        var through = acknowledged;
        while (removed.Contains(through + 1))
            through++;
        return through;
    }

    private async Task AcknowledgeAsync(ulong tag, bool multiple)
    {
        await connector.AskAsync(async () =>
        {
            await channel.BasicAckAsync(tag, multiple);
            return true;
        });
        if (multiple)
            acknowledged = tag;
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
