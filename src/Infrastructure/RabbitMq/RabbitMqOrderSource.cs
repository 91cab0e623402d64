using System.Text;
using System.Threading.Channels;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Consumes the orders queue. A lost connection is opened again; what was not acknowledged on it is delivered again.</summary>
public sealed class RabbitMqOrderSource : IAsyncDisposable
{
    private readonly RabbitMqConnector connector;
    private readonly RabbitMqTopology topology;
    private readonly DrainOptions options;
    private readonly Backoff backoff;
    private readonly ILogger<RabbitMqOrderSource> logger;

    // Bounded by the prefetch: the broker hands out no more before something is acknowledged.
    private readonly Channel<Delivery> deliveries = Channel.CreateUnbounded<Delivery>(new() { SingleReader = true });
    private IConnection? connection;

    /// <param name="broker">Where the broker is.</param>
    /// <param name="options">Prefetch and backoff.</param>
    /// <param name="time">Clock of the backoff.</param>
    /// <param name="logger">Told when the broker goes and comes.</param>
    public RabbitMqOrderSource(RabbitMqOptions broker, DrainOptions options, TimeProvider time, ILogger<RabbitMqOrderSource> logger)
    {
        topology = new(broker);
        connector = new(broker, topology);
        this.options = options;
        this.logger = logger;
        backoff = new(TimeSpan.FromMilliseconds(options.MaxBackoffMilliseconds), time);
    }

    /// <summary>What the broker delivers.</summary>
    public ChannelReader<Delivery> Deliveries => deliveries.Reader;

    /// <summary>True while the broker delivers.</summary>
    public bool IsConsuming { get; private set; }

    /// <summary>
    /// Consumes until it is cancelled, then ends <see cref="Deliveries"/>. Its last channel stays open for the acknowledgements of
    /// what was delivered until this source is disposed of.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await ConsumeAsync(stop);
                }
                catch (BrokerUnavailableException failure)
                {
                    logger.LogError(failure, "The broker delivers no orders; trying again");
                }

                IsConsuming = false;
                await backoff.WaitAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            IsConsuming = false;
        }
        finally
        {
            deliveries.Writer.TryComplete();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (connection is { } open)
            await open.DisposeAsync();
    }

    private async Task ConsumeAsync(CancellationToken stop)
    {
        if (connection is { } earlier)
            await earlier.DisposeAsync();
        connection = await connector.ConnectAsync("drain");

        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionShutdownAsync += (_, reason) => Task.FromResult(ended.TrySetResult(reason.ReplyText));
        var channel = await connector.AskAsync(() => connection.CreateChannelAsync());
        channel.ChannelShutdownAsync += (_, reason) => Task.FromResult(ended.TrySetResult(reason.ReplyText));

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            deliveries.Writer.TryWrite(Copy(channel, message));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => Task.FromResult(ended.TrySetResult("the queue was deleted"));
        var tag = await connector.AskAsync(async () =>
        {
            await channel.BasicQosAsync(0, (ushort)options.Prefetch, global: false);
            return await channel.BasicConsumeAsync(topology.Orders, autoAck: false, consumer);
        });

        IsConsuming = true;
        backoff.Reset();
        logger.LogInformation("Consuming {Queue}", topology.Orders);
        try
        {
            var reason = await ended.Task.WaitAsync(stop);
            logger.LogError("The broker ended the consumer: {Reason}", reason);
        }
        catch (OperationCanceledException)
        {
            await connector.AskAsync(async () =>
            {
                await channel.BasicCancelAsync(tag);
                return true;
            });
            throw;
        }
    }

    // The body is copied: the client takes its buffer back when the handler returns.
    private Delivery Copy(IChannel channel, BasicDeliverEventArgs message)
    {
        var traceParent = message.BasicProperties.Headers?.TryGetValue("traceparent", out var header) == true && header is byte[] text
            ? Encoding.ASCII.GetString(text)
            : null;
        return new(
            message.Body.ToArray(),
            () => AcknowledgeThroughAsync(channel, message.DeliveryTag),
            traceParent,
            DeadLetterHeaders.ReadPast(message.BasicProperties));
    }

    private async ValueTask AcknowledgeThroughAsync(IChannel channel, ulong tag)
    {
        try
        {
            await channel.BasicAckAsync(tag, multiple: true);
        }
        catch (Exception failure) when (failure is RabbitMQClientException or ObjectDisposedException or IOException)
        {
            logger.LogWarning("Stored orders could not be acknowledged ({Reason}); they will be delivered again and stored once", failure.Message);
        }
    }
}
