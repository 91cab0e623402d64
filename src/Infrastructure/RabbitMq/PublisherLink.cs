using FlashFlow.Core.Outbox;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// A connection with the one channel that is published on. While the broker is under an alarm it reads nothing of what a connection
/// sends that has published, and says so by <c>connection.blocked</c>, and by <c>connection.unblocked</c> when that is over
/// (<see href="https://www.rabbitmq.com/docs/connection-blocked"/>).
/// </summary>
internal sealed class PublisherLink : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly Lock gate = new();
    private TaskCompletionSource<string> blocked = NewSignal();
    private Task check = Task.CompletedTask;

    public PublisherLink(IConnection connection, IChannel channel)
    {
        this.connection = connection;
        Channel = channel;
        connection.ConnectionBlockedAsync += (_, told) =>
            Task.FromResult(blocked.TrySetResult($"RabbitMQ takes no messages for now, because of an alarm: {told.Reason}."));
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            blocked = NewSignal();
            return Task.CompletedTask;
        };
    }

    public IChannel Channel { get; }

    /// <summary>Why the broker takes nothing; null while it does.</summary>
    public string? Blocked => blocked.Task is { IsCompleted: true } told ? told.Result : null;

    /// <summary>Sends something and awaits its confirm, or the broker's word that it takes nothing: then nothing is sent any more.</summary>
    /// <exception cref="BrokerUnavailableException">The broker takes nothing.</exception>
    public async Task<bool> AwaitAsync(Func<Task> send)
    {
        var alarm = blocked.Task;
        if (!alarm.IsCompleted)
        {
            var sending = send();
            if (await Task.WhenAny(sending, alarm) == sending)
            {
                await sending;
                return true;
            }

            // It is in the broker's hands once the alarm is over, or fails with the connection; who sent it tries again in any case.
            _ = sending.ContinueWith(static late => late.Exception, TaskScheduler.Default);
        }

        throw new BrokerUnavailableException(await alarm);
    }

    /// <summary>Publishes an empty message to no queue. Of one that is not confirmed yet, the confirm is awaited: unanswered checks do not pile up.</summary>
    public Task CheckAsync(string exchange, string routingKey)
    {
        lock (gate)
            return check.IsCompleted ? check = Channel.BasicPublishAsync(exchange, routingKey, mandatory: false, new BasicProperties(), default).AsTask() : check;
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static TaskCompletionSource<string> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
