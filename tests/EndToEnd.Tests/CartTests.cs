using FlashFlow.Core.Sales;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Orders of several lines over two families, and processes that are killed while they are placed and paid for.</summary>
public sealed class CartTests : WholeWayTests
{
    private const int HoldSeconds = 10;
    private const int ShoppersAtOnce = 4;
    private const int Kills = 3;
    private const int OrdersBetweenKills = 20;

    private static readonly (string Product, string Family)[] Products = [("cup", "china"), ("plate", "china"), ("fork", "steel")];

    [Theory, BothModes]
    public async Task G1_G3_G9_no_order_is_half_sold_whoever_is_killed(string mode)
    {
        Mode = mode;
        foreach (var (product, family) in Products)
            await Sandbox.Office.StartAsync(
                new()
                {
                    ProductId = product, Name = product, Family = family, Stock = 100_000, Price = 10, Currency = Currency.Find("EUR"),
                    HoldSeconds = HoldSeconds, HoldMaxSeconds = HoldSeconds,
                },
                by: "test");
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        await StartDrainAsync();
        using var shop = new Shop(Products[0].Product, [.. fronts.Select(front => front.Address)]);

        using var over = new CancellationTokenSource();
        var shoppers = 0;
        var crowd = Task.WhenAll(Enumerable.Range(0, ShoppersAtOnce).Select(async _ =>
        {
            while (!over.IsCancellationRequested)
                await BuyAsync(shop, Interlocked.Increment(ref shoppers));
        }));
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = await CountSoldAsync();
            await Eventually.SeesAsync("more that is paid for", CountSoldAsync, count => count > before + OrdersBetweenKills);
            await fronts[kill % 2].KillAsync();
            if (IsClustered && kill == 1)
            {
                await SiloProcesses[0].KillAsync();
                await StartSiloAsync();
            }

            fronts[kill % 2] = await StartFrontAsync();
            shop.Fronts = [.. fronts.Select(front => front.Address)];
        }

        await over.CancelAsync();
        await crowd.Within("all shoppers to be done");
        foreach (var (product, _) in Products)
            await Eventually.SeesAsync($"no {product} held", () => Sandbox.Sales.FindAsync(product), sale => sale!.Held == 0);
        foreach (var (product, _) in Products)
            await Sandbox.AtRestAsync(product);

        var carts = await ReadCartsAsync();
        // What was taken by a try that nobody heard of, and has gone since, was taken again under other names.
        Assert.All(carts, cart => Assert.True(cart.Confirmed is 0 or 3, $"{cart.Confirmed} of {cart.Orders} orders of a cart are confirmed."));
        Assert.InRange(carts.Count(cart => cart.Confirmed == 3), Kills * OrdersBetweenKills, shoppers);
    }

    // Some give up as soon as anything fails, and leave to others what is half done; the others try again.
    private static async Task BuyAsync(Shop shop, int shopper)
    {
        var mayTryAgain = shopper % 3 != 0;
        var held = await shop.HoldTogetherAsync($"s{shopper}", Products.Select(product => product.Product), mayTryAgain);
        if (held.Status is 200 or 202)
            await shop.ConfirmTogetherAsync(held, $"pay-{shopper}", mayTryAgain);
    }

    private async Task<long> CountSoldAsync() => (await Sandbox.Sales.FindAsync("fork"))!.Sold;

    private Task<List<(int Confirmed, int Orders)>> ReadCartsAsync() => Sandbox.ListAsync(
        "SELECT count(*) FILTER (WHERE state ->> 'status' = 'confirmed')::integer, count(*)::integer FROM orders GROUP BY state ->> 'cart'",
        row => (row.GetInt32(0), row.GetInt32(1)));
}
