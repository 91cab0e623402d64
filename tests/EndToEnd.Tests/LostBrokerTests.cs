using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Bad days: a broker that loses everything it has confirmed.</summary>
public sealed class LostBrokerTests : WholeWayTests
{
    private const int Losses = 3;

    [ServersTheory, BothModes]
    public async Task G3_a_broker_that_loses_everything_again_and_again_in_mid_sale_costs_no_accepted_order(string mode)
    {
        Mode = mode;
        await Sandbox.StartSaleAsync(Product, stock: 1_000_000);
        var front = await StartFrontAsync();
        using var crowd = new Crowd(Product, front.Address);
        var isOver = false;
        var buying = crowd.BuyAsync(BuysUntil(() => isOver), atOnce: 16);

        for (var losses = 0; losses < Losses; losses++)
        {
            // What is accepted while no drain runs is in the broker, and what had come before is stored.
            var drain = await StartDrainAsync();
            var before = crowd.Answers.Count;
            await Eventually.SeesAsync("orders stored", CountStoredAsync, stored => stored > before);
            Assert.Equal(0, await drain.StopAsync());

            await AnswersAsync(crowd, crowd.Answers.Count + 200);
            await Eventually.SeesAsync("orders in the broker", Sandbox.Broker.CountReadyAsync, ready => ready > 0);
            await LoseBrokerAsync(byReset: losses % 2 == 0);
        }

        await AnswersAsync(crowd, crowd.Answers.Count + 200);
        isOver = true;
        await buying.Within("every shopper to know");
        await StartDrainAsync();

        await CheckAsync(crowd, crowd.Answers.Count(answer => answer.HasOrder));
        await Sandbox.WaitForEmptyOutboxAsync(Product);
    }

    // As an operator does, or as a disk.
    private static async Task LoseBrokerAsync(bool byReset)
    {
        if (byReset)
        {
            foreach (var command in (string[])["stop_app", "reset", "start_app"])
                await Servers.RabbitMqCtlAsync(command);
            return;
        }

        await Servers.KillAsync("rabbitmq");
        await Servers.LoseDataAsync("rabbitmq");
        await Servers.StartAsync("rabbitmq");
    }

    private static IEnumerable<(string ShopperId, string? Key, int Quantity)> BuysUntil(Func<bool> isOver)
    {
        for (var i = 0; !isOver(); i++)
            yield return ($"s{i}", "key", 1);
    }

    private async Task<int> CountStoredAsync() => (await Sandbox.StoredOrderIdsAsync()).Count;
}
