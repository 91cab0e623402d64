using System.Text;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>One channel on which a queue is consumed, from its first delivery to its end.</summary>
internal sealed class OrderConsumer
{
    private readonly RabbitMqConnector connector;
    private readonly IChannel channel;
    private readonly Func<Delivery, ValueTask> deliver;
    private readonly ILogger logger;
    private readonly TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncEventingBasicConsumer? subscribed;
    private string tag = "";
    private ulong delivered;
    private ulong acknowledged;
    private ulong lastLook;

    public OrderConsumer(RabbitMqConnector connector, IConnection connection, IChannel channel, Func<Delivery, ValueTask> deliver, ILogger logger)
    {
        this.connector = connector;
        this.channel = channel;
        this.deliver = deliver;
        this.logger = logger;
        connection.ConnectionShutdownAsync += (_, reason) => Task.FromResult(ended.TrySetResult(reason.ReplyText));
        channel.ChannelShutdownAsync += (_, reason) => Task.FromResult(ended.TrySetResult(reason.ReplyText));
    }

    /// <summary>Ends when the broker ends the consumer, with the reason.</summary>
    public Task<string> Ended => ended.Task;

    /// <summary>Begins to consume.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not let it.</exception>
    public async Task BeginAsync(string queue, int prefetch)
    {
        await connector.AskAsync(async () =>
        {
            await channel.BasicQosAsync(0, (ushort)prefetch, global: false);
            return true;
        });
        tag = await SubscribeAsync(queue);
    }

    /// <summary>
    /// Finds out whether the queue still serves it, if nothing came and nothing is held: a queue that lost its leader says nothing to those
    /// who wait. It subscribes anew, which only a queue that works answers.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">The queue does not answer.</exception>
    public async Task CheckAsync(string queue)
    {
        var seen = Volatile.Read(ref delivered);
        var isIdle = seen == lastLook && seen == Volatile.Read(ref acknowledged);
        lastLook = seen;
        if (!isIdle)
            return;

        var (earlier, earlierTag) = (subscribed, tag);
        tag = await SubscribeAsync(queue);
        if (earlier is not null)
            earlier.UnregisteredAsync -= OnUnregisteredAsync;
        await CancelAsync(earlierTag);
    }

    /// <summary>Takes no more. What was delivered can still be acknowledged.</summary>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    public Task EndAsync() => CancelAsync(tag);

    private async Task<string> SubscribeAsync(string queue)
    {
        subscribed = new(channel);
        subscribed.ReceivedAsync += OnReceivedAsync;
        subscribed.UnregisteredAsync += OnUnregisteredAsync;
        return await connector.AskAsync(() => channel.BasicConsumeAsync(queue, autoAck: false, subscribed));
    }

    private async Task CancelAsync(string consumerTag) => await connector.AskAsync(async () =>
    {
        await channel.BasicCancelAsync(consumerTag);
        return true;
    });

    private async Task OnUnregisteredAsync(object sender, ConsumerEventArgs told)
    {
        ended.TrySetResult("the queue was deleted, or the broker cancelled the consumer");
        await Task.CompletedTask;
    }

    // The body is copied: the client takes its buffer back when the handler returns.
    private async Task OnReceivedAsync(object sender, BasicDeliverEventArgs message)
    {
        Volatile.Write(ref delivered, message.DeliveryTag);
        var traceParent = message.BasicProperties.Headers?.TryGetValue("traceparent", out var header) == true && header is byte[] text
            ? Encoding.ASCII.GetString(text)
            : null;
        await deliver(new(
            message.Body.ToArray(),
            () => AcknowledgeThroughAsync(message.DeliveryTag),
            traceParent,
            DeadLetterHeaders.ReadPast(message.BasicProperties)));
    }

    private async ValueTask AcknowledgeThroughAsync(ulong deliveryTag)
    {
        try
        {
            await channel.BasicAckAsync(deliveryTag, multiple: true);
            Volatile.Write(ref acknowledged, deliveryTag);
        }
        catch (Exception failure) when (failure is RabbitMQClientException or ObjectDisposedException or IOException)
        {
            logger.LogWarning("Stored orders could not be acknowledged ({Reason}); they will be delivered again and stored once", failure.Message);
        }
    }
}
