using System.Diagnostics;
using FlashFlow.Core.Outbox;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// Publishes persistent messages on one channel and awaits the broker's confirm of each. Any failure ends the channel's connection,
/// and the next message opens a new one: after a failure nobody can say which confirms are still to come. Only a broker that says that it
/// takes nothing for now keeps its connection: it also says when that is over.
/// </summary>
internal sealed class ConfirmingPublisher(RabbitMqConnector connector, RabbitMqTopology topology, string purpose) : IAsyncDisposable
{
    // No queue is bound by it.
    private const string CheckKey = "check";

    // A check does not wait as long as a message may.
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(1);

    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true,
        outstandingPublisherConfirmationsRateLimiter: null);

    private readonly SemaphoreSlim opening = new(1, 1);
    private PublisherLink? current;
    private Failure? lastFailure;

    /// <exception cref="BrokerUnavailableException">The message was not confirmed in time; the broker may or may not have it.</exception>
    public async Task PublishAsync(string queue, ReadOnlyMemory<byte> body, Dictionary<string, object?> headers)
    {
        var link = await OpenAsync();
        try
        {
            await connector.AskAsync(() => link.AwaitAsync(() => SendAsync(link, queue, body, headers)));
            lastFailure = null;
        }
        catch (BrokerUnavailableException failure)
        {
            if (link.Blocked is null)
            {
                lastFailure = new(failure.Message, Stopwatch.GetTimestamp());
                Abandon(link);
            }

            throw;
        }
    }

    /// <summary>
    /// Does what a publish does, with a message that goes to no queue: a broker that takes nothing says so only to those who publish. What it
    /// said to the last message of all that went to a queue counts, too.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">The broker takes no messages, and the message says why.</exception>
    public async Task CheckAsync()
    {
        var link = await OpenAsync();
        try
        {
            await connector.AskAsync(() => link.AwaitAsync(() => link.CheckAsync(topology.Exchange, CheckKey)), CheckPatience);
        }
        catch (BrokerUnavailableException) when (link.Blocked is { } reason)
        {
            throw new BrokerUnavailableException(reason);
        }

        // A message that is not confirmed lies in an outbox, and is tried again all the time.
        if (lastFailure is { } failure && Stopwatch.GetElapsedTime(failure.At) < connector.Deadline * 3)
            throw new BrokerUnavailableException(failure.Message);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref current, null) is { } link)
            await link.DisposeAsync();
        opening.Dispose();
    }

    // Never with a cancellation token: a cancelled publish would put the confirms of the channel out of step.
    private async Task SendAsync(PublisherLink link, string queue, ReadOnlyMemory<byte> body, Dictionary<string, object?> headers) =>
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

    private async ValueTask<PublisherLink> OpenAsync()
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

    private void Abandon(PublisherLink link)
    {
        // Closing may hang as the broker does; nobody waits for it.
        if (Interlocked.CompareExchange(ref current, null, link) == link)
            _ = Task.Run(async () => await link.DisposeAsync());
    }

    private sealed record Failure(string Message, long At);
}
