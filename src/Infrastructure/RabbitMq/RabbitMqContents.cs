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

    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int max)
    {
        await using var connection = await connector.ConnectAsync("audit");
        return await connector.AskAsync(async () =>
        {
            // Taken but never acknowledged: closing the channel puts them all back.
            await using var channel = await connection.CreateChannelAsync();
            var letters = new List<DeadLetter>();
            while (letters.Count < max && await channel.BasicGetAsync(topology.DeadLetters, autoAck: false) is { } message)
                letters.Add(new(message.Body.ToArray(), Reason(message.BasicProperties)));
            return letters;
        });
    }

    private static string Reason(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(RabbitMqDeadLetters.ReasonHeader, out var reason) == true && reason is byte[] text
            ? Encoding.UTF8.GetString(text)
            : "The broker gave it up.";
}
