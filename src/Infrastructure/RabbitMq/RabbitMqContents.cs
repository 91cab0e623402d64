using System.Text;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Looks into the queues.</summary>
internal sealed class RabbitMqContents(RabbitMqConnector connector, RabbitMqTopology topology) : IBrokerContents
{
    public async Task<long> CountReadyAsync()
    {
        await using var connection = await connector.ConnectAsync("audit");
        return await connector.AskAsync(async () =>
        {
            await using var channel = await connection.CreateChannelAsync();
            return (long)await channel.MessageCountAsync(topology.Orders);
        });
    }

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadOrdersAsync(int max) =>
        ReadAsync(topology.Orders, max, message => (ReadOnlyMemory<byte>)message.Body.ToArray());

    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int max) =>
        ReadAsync(topology.DeadLetters, max, message => new DeadLetter(message.Body.ToArray(), Reason(message.BasicProperties)));

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string queue, int max, Func<BasicGetResult, T> read)
    {
        await using var connection = await connector.ConnectAsync("audit");

        // Taken but never acknowledged: closing the channel puts them all back.
        await using var channel = await connector.AskAsync(() => connection.CreateChannelAsync());
        var messages = new List<T>();
        while (messages.Count < max && await connector.AskAsync(() => channel.BasicGetAsync(queue, autoAck: false)) is { } message)
            messages.Add(read(message));
        return messages;
    }

    private static string Reason(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(RabbitMqDeadLetters.ReasonHeader, out var reason) == true && reason is byte[] text
            ? Encoding.UTF8.GetString(text)
            : "The broker gave it up.";
}
