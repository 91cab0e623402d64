using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Bad days: processes that die in the middle of a sale.</summary>
public sealed class KillTests : WholeWayTests
{
    [Theory, BothModes]
    public async Task G1_G2_G3_G4_killed_fronts_lose_no_accepted_order_and_no_unit(string mode)
    {
        Mode = mode;
        const int Stock = 400;
        await Sandbox.StartSaleAsync(Product, Stock, limitPerShopper: 1);
        await StartDrainAsync();
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync(), StartFrontAsync());
        using var crowd = new Crowd(Product, fronts[0].Address, fronts[1].Address, fronts[2].Address);

        // Everybody has a key and asks until they know; two of three fronts are killed in the middle of it, one after the other.
        var buying = crowd.BuyAsync(Enumerable.Range(0, 1_000).Select(i => ($"s{i}", (string?)"key", 1)));
        await AnswersAsync(crowd, 60);
        await fronts[0].KillAsync();
        await AnswersAsync(crowd, 200);
        await fronts[1].KillAsync();
        Assert.False(buying.IsCompleted, "Nobody was buying any more.");
        await buying.Within("every shopper to know", TimeSpan.FromSeconds(60));

        await CheckAsync(crowd, Stock);
        Assert.Equal(Stock, crowd.Answers.Count(answer => answer.HasOrder));
        Assert.All(await UnitsByShopperAsync(), shopper => Assert.Equal(1, shopper.Value));
    }

    [Fact]
    public async Task G3_killed_drains_store_every_order_once()
    {
        const int Kills = 3, Early = 1_000, Late = 200, Stock = Kills * (Early + Late);
        await Sandbox.StartSaleAsync(Product, Stock);
        var front = await StartFrontAsync();
        using var crowd = new Crowd(Product, front.Address);

        for (var kills = 0; kills < Kills; kills++)
        {
            var drain = await StartDrainAsync();
            var buying = crowd.BuyAsync(Buys(Early));
            await StoredAsync((kills * Early) + 200);
            await using (var held = await HeldOrders.HoldAsync(Sandbox))
            {
                await buying.Within("every shopper to know");
                await crowd.BuyAsync(Buys(Late)).Within("every late shopper to know");
                await held.StoringAsync(drains: 1);
                await drain.KillAsync();
            }
        }

        await StartDrainAsync();
        await CheckAsync(crowd, Stock);
    }

    [Fact]
    public async Task G4_a_retry_gets_its_order_after_the_product_sold_out_and_the_front_that_took_it_died()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var first = await StartFrontAsync();
        using var crowd = new Crowd(Product, first.Address);
        await crowd.BuyAsync(Enumerable.Range(0, 30).Select(i => ($"s{i}", (string?)$"key-{i}", 1)));
        var owners = crowd.Answers.Where(answer => answer.HasOrder).ToList();
        Assert.Equal(10, owners.Count);
        await first.KillAsync();

        crowd.Fronts = [(await StartFrontAsync()).Address];
        foreach (var owner in owners)
        {
            var again = await crowd.BuyAsync(owner.ShopperId, owner.Key);
            Assert.Equal(owner.OrderId, again.OrderId);
        }

        await StartDrainAsync();
        await CheckAsync(crowd, expectedUnits: 10);
    }

    private static IEnumerable<(string ShopperId, string? Key, int Quantity)> Buys(int count) =>
        Enumerable.Range(0, count).Select(i => ($"s{i}", (string?)null, 1));

    private Task<int> StoredAsync(int count) => Eventually.SeesAsync(
        $"{count} stored orders", async () => (await Sandbox.StoredOrderIdsAsync()).Count, stored => stored >= count);
}
