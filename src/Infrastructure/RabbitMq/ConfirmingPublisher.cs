using FlashFlow.Core.Outbox;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// Publishes persistent messages on one channel and awaits the broker's confirm of each. Any failure ends the channel's connection,
/// and the next message opens a new one: after a failure nobody can say which confirms are still to come.
/// </summary>
internal sealed class ConfirmingPublisher(RabbitMqConnector connector, RabbitMqTopology topology, string purpose) : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true,
        outstandingPublisherConfirmationsRateLimiter: null);

    private readonly SemaphoreSlim opening = new(1, 1);
    private Link? current;

    /// <exception cref="BrokerUnavailableException">The message was not confirmed in time; the broker may or may not have it.</exception>
    public async Task PublishAsync(string queue, ReadOnlyMemory<byte> body, Dictionary<string, object?> headers)
    {
        var link = await OpenAsync();
        try
        {
            await connector.AskAsync(async () =>
            {
                // Never with a cancellation token: a cancelled publish would put the confirms of the channel out of step.
                await link.Channel.BasicPublishAsync(
                    topology.Exchange,
                    routingKey: queue,
                    mandatory: true,
                    new BasicProperties
                    {
                        Persistent = true,
                        ContentType = "application/x-ndjson",
                        Timestamp = new(DateTimeOffset.UtcNow.ToUnixTimeSeconds()),
                        Headers = headers,
                    },
                    body);
                return true;
            });
        }
        catch (BrokerUnavailableException)
        {
            Abandon(link);
            throw;
        }
    }

    /// <summary>Opens the channel if it is not open.</summary>
    /// <exception cref="BrokerUnavailableException">The broker is away or refuses.</exception>
    public async Task OpenChannelAsync() => await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref current, null) is { } link)
            await link.DisposeAsync();
        opening.Dispose();
    }

    private async ValueTask<Link> OpenAsync()
    {
        if (current is { Channel.IsOpen: true } open)
            return open;

        await opening.WaitAsync();
        try
        {
            if (current is { Channel.IsOpen: true } opened)
                return opened;
            if (current is { } broken)
                Abandon(broken);
            var connection = await connector.ConnectAsync(purpose);
            return current = new(connection, await connector.AskAsync(() => connection.CreateChannelAsync(Confirmed)));
        }
        finally
        {
            opening.Release();
        }
    }

    private void Abandon(Link link)
    {
        // Closing may hang as the broker does; nobody waits for it.
        if (Interlocked.CompareExchange(ref current, null, link) == link)
            _ = Task.Run(async () => await link.DisposeAsync());
    }

    private sealed record Link(IConnection Connection, IChannel Channel) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Channel.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
