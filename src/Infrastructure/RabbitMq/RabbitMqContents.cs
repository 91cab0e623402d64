using FlashFlow.Core.Auditing;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Counts what waits in the orders queue, by a declaration that changes nothing.</summary>
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
}
