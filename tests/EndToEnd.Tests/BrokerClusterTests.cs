using System.Net;
using FlashFlow.Clusters;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Bad days of a broker of three nodes: one is lost after the other, and comes back.</summary>
public sealed class BrokerClusterTests : WholeWayTests
{
    private static readonly (string Key, string Value) Impatient = ("FlashFlow:RabbitMq:DeadlineMilliseconds", "3000");

    [ServersFact]
    public async Task G3_a_node_that_is_killed_and_comes_back_in_mid_sale_one_after_the_other_costs_no_accepted_order()
    {
        await using var broker = await RabbitMqCluster.StartAsync(RealServices.Supervisor.State);
        await SellAsync(broker.Addresses, async (node, moreAnswersAsync) =>
        {
            await broker.Nodes[node].KillAsync();
            await moreAnswersAsync();
            await broker.Nodes[node].StartAsync();
            await moreAnswersAsync();
        });

        // Each node has the queue.
        var queues = await broker.Nodes[0].ControlAsync("list_queues", "--silent", "--no-table-headers", "name", "members");
        var orders = Assert.Single(queues.Split('\n'), line => line.Contains(".orders", StringComparison.Ordinal));
        Assert.Equal(3, orders.Split("@localhost").Length - 1);
    }

    [ServersFact]
    public async Task G3_a_node_that_is_cut_off_and_comes_back_in_mid_sale_one_after_the_other_costs_no_accepted_order()
    {
        await using var broker = await RabbitMqCluster.StartAsync(RealServices.Supervisor.State);
        var lines = broker.Nodes.Select(node => new HoldableLine(new IPEndPoint(IPAddress.Loopback, node.Port))).ToArray();
        try
        {
            await SellAsync(RabbitMqCluster.AddressOf(lines.Select(line => IPEndPoint.Parse(line.Address).Port)), async (node, moreAnswersAsync) =>
            {
                lines[node].Hold();
                await moreAnswersAsync();
                var stored = (await Sandbox.StoredOrderIdsAsync()).Count;
                await Eventually.SeesAsync("orders stored past the node", async () => (await Sandbox.StoredOrderIdsAsync()).Count, count => count > stored + 100);
                lines[node].LetGo();
                await moreAnswersAsync();
            });
        }
        finally
        {
            foreach (var line in lines)
                await line.DisposeAsync();
        }
    }

    /// <summary>Sells while something happens to each node.</summary>
    private async Task SellAsync(string addresses, Func<int, Func<Task>, Task> happenAsync)
    {
        Sandbox.Settings["FlashFlow:RabbitMq:Uri"] = addresses;
        Sandbox.Settings[Impatient.Key] = Impatient.Value;
        await Sandbox.StartSaleAsync(Product, stock: 1_000_000);
        var front = await StartFrontAsync();
        await Task.WhenAll(StartDrainAsync(), StartDrainAsync());
        using var crowd = new Crowd(Product, front.Address);
        var isOver = false;
        var buying = crowd.BuyAsync(Buys(), atOnce: 16);

        for (var node = 0; node < 3; node++)
            await happenAsync(node, () => AnswersAsync(crowd, crowd.Answers.Count + 300));

        isOver = true;
        await buying.Within("every shopper to know");
        await CheckAsync(crowd, crowd.Answers.Count(answer => answer.HasOrder));
        await Sandbox.WaitForEmptyOutboxAsync(Product);

        IEnumerable<(string ShopperId, string? Key, int Quantity)> Buys()
        {
            for (var i = 0; !isOver; i++)
                yield return ($"s{i}", "key", 1);
        }
    }
}
