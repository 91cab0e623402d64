using System.Threading.Channels;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Consumes the orders queue. A lost connection is opened again; what was not acknowledged on it is delivered again.</summary>
public sealed class RabbitMqOrderSource : IAsyncDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    private readonly RabbitMqConnector connector;
    private readonly RabbitMqTopology topology;
    private readonly DrainOptions options;
    private readonly TimeProvider time;
    private readonly Backoff backoff;
    private readonly ILogger<RabbitMqOrderSource> logger;
    private readonly Channel<Delivery> deliveries;
    private IConnection? connection;

    /// <param name="broker">Where the broker is.</param>
    /// <param name="options">Prefetch and backoff.</param>
    /// <param name="time">Clock of the pauses.</param>
    /// <param name="logger">Told when the broker goes and comes.</param>
    public RabbitMqOrderSource(RabbitMqOptions broker, DrainOptions options, TimeProvider time, ILogger<RabbitMqOrderSource> logger)
    {
        topology = new(broker);
        connector = new(broker, topology);
        this.options = options;
        this.time = time;
        this.logger = logger;
        backoff = new(TimeSpan.FromMilliseconds(options.MaxBackoffMilliseconds), time);

        // As many as the broker hands out before something is acknowledged.
        deliveries = Channel.CreateBounded<Delivery>(new BoundedChannelOptions(options.Prefetch) { FullMode = BoundedChannelFullMode.Wait });
    }

    /// <summary>What the broker delivers; never more than the prefetch, also after many connections that broke.</summary>
    public ChannelReader<Delivery> Deliveries => deliveries.Reader;

    /// <summary>Why the broker delivers nothing; null while it does.</summary>
    public string? Trouble { get; private set; } = "not connected yet";

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
                    Trouble = failure.Message;
                    logger.LogError(failure, "The broker delivers no orders; trying again");
                }

                await backoff.WaitAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Trouble = "the drain stops";
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

        // What waits here came over the connection that broke, and comes again over the next one.
        while (deliveries.Reader.TryRead(out _))
        {
        }

        connection = await connector.ConnectAsync("drain");
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var channel = await connector.AskAsync(() => connection.CreateChannelAsync());
        var consumer = new OrderConsumer(connector, connection, channel, delivery => DeliverAsync(delivery, isOver.Token), logger);
        try
        {
            await consumer.BeginAsync(topology.Orders, options.Prefetch);
            Trouble = null;
            backoff.Reset();
            logger.LogInformation("Consuming {Queue}", topology.Orders);
            await StayAsync(consumer, stop);
        }
        finally
        {
            await isOver.CancelAsync();
        }
    }

    private async Task StayAsync(OrderConsumer consumer, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                Trouble = await consumer.Ended.WaitAsync(CheckEvery, time, stop);
                logger.LogError("The broker ended the consumer: {Reason}", Trouble);
                return;
            }
            catch (TimeoutException)
            {
                await consumer.CheckAsync(topology.Orders);
            }
            catch (OperationCanceledException)
            {
                await consumer.EndAsync();
                throw;
            }
        }
    }

    private async ValueTask DeliverAsync(Delivery delivery, CancellationToken isOver)
    {
        try
        {
            await deliveries.Writer.WriteAsync(delivery, isOver);
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            // Nobody takes it any more: it is not acknowledged, and the broker delivers it again.
        }
    }
}
