using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// The broker's own dead-letter queue: the last resort for what the broker gives up, and what drains of earlier versions put aside. It is
/// emptied into the dead letters.
/// </summary>
/// <remarks>
/// Nobody stands behind this queue: where a policy limits its deliveries, what comes back once too often is gone. So messages are taken
/// only when the store takes letters, and are held while it is away: nothing is ever given back on purpose.
/// </remarks>
public sealed class RabbitMqDeadLetterSource : IAsyncDisposable
{
    private const int AtOnce = 100;

    private readonly RabbitMqConnector connector;
    private readonly RabbitMqTopology topology;
    private IConnection? connection;
    private IChannel? channel;

    /// <param name="broker">Where the broker is.</param>
    public RabbitMqDeadLetterSource(RabbitMqOptions broker)
    {
        topology = new(broker);
        connector = new(broker, topology);
    }

    /// <summary>Takes all messages there are.</summary>
    /// <param name="keep">Keeps letters; returns once they are safe. Called with none first, to see that it can.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="BrokerUnavailableException">The broker does not answer; what was kept may come again, and is kept once.</exception>
    public async Task<int> EmptyAsync(Func<IReadOnlyList<DeadLetter>, Task> keep)
    {
        var open = await OpenAsync();
        var taken = 0;
        while (await connector.AskAsync(() => open.MessageCountAsync(topology.DeadLetters)) > 0)
        {
            await keep([]);
            var (letters, lastTag) = await TakeAsync(open);
            if (letters.Count == 0)
                break; // Another drain was faster.
            await keep(letters);
            await connector.AskAsync(async () =>
            {
                await open.BasicAckAsync(lastTag, multiple: true);
                return true;
            });
            taken += letters.Count;
        }

        return taken;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (connection is { } open)
            await open.DisposeAsync();
    }

    private async Task<(List<DeadLetter> Letters, ulong LastTag)> TakeAsync(IChannel open)
    {
        var letters = new List<DeadLetter>();
        var lastTag = 0UL;
        while (letters.Count < AtOnce
            && await connector.AskAsync(() => open.BasicGetAsync(topology.DeadLetters, autoAck: false)) is { } message)
        {
            letters.Add(DeadLetterHeaders.Read(message.Body.ToArray(), message.BasicProperties));
            lastTag = message.DeliveryTag;
        }

        return (letters, lastTag);
    }

    private async Task<IChannel> OpenAsync()
    {
        if (channel is { IsOpen: true } open)
            return open;
        if (connection is { } earlier)
            await earlier.DisposeAsync();
        connection = await connector.ConnectAsync("dead letters");
        return channel = await connector.AskAsync(() => connection.CreateChannelAsync());
    }
}
