using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>A good day: several fronts, several drains, a crowd.</summary>
public sealed class CrowdTests : WholeWayTests
{
    [Theory, BothModes]
    public async Task G1_G2_G6_two_fronts_and_two_drains_sell_every_unit_once(string mode)
    {
        Mode = mode;
        await Sandbox.StartSaleAsync(Product, stock: 500);
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        await Task.WhenAll(StartDrainAsync(), StartDrainAsync());
        using var crowd = new Crowd(Product, fronts[0].Address, fronts[1].Address);

        await crowd.BuyAsync(Enumerable.Range(0, 2_000).Select(i => ($"s{i}", (string?)null, 1)));

        await CheckAsync(crowd, expectedUnits: 500);
        Assert.Equal(500, crowd.Answers.Count(answer => answer.HasOrder));
        Assert.Equal(1_500, crowd.Answers.Count(answer => answer.Code == "sold_out"));
    }

    [Fact]
    public async Task G2_every_wish_is_met_when_the_stock_suffices()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1_000);
        var front = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);

        await crowd.BuyAsync(Enumerable.Range(0, 300).Select(i => ($"s{i}", (string?)null, 1 + (i % 3))));

        await CheckAsync(crowd, expectedUnits: 600);
        Assert.All(crowd.Answers, answer => Assert.True(answer.HasOrder));
    }

    [Theory, BothModes]
    public async Task G5_the_limit_holds_for_shoppers_who_try_everywhere_at_once(string mode)
    {
        Mode = mode;
        const int Shoppers = 60, Limit = 2;
        await Sandbox.StartSaleAsync(Product, stock: 1_000, limitPerShopper: Limit);
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        await StartDrainAsync();
        using var crowd = new Crowd(Product, fronts[0].Address, fronts[1].Address);

        // Each shopper tries ten times, every other time with a key of its own.
        await crowd.BuyAsync(Enumerable.Range(0, Shoppers * 10).Select(i => ($"s{i % Shoppers}", i % 2 == 0 ? null : $"key-{i}", 1)));

        await CheckAsync(crowd, expectedUnits: Shoppers * Limit);
        Assert.All(await UnitsByShopperAsync(), shopper => Assert.Equal(Limit, shopper.Value));
    }

    [Fact]
    public async Task A_new_sale_leaves_the_orders_of_the_earlier_one_under_its_epoch()
    {
        await Sandbox.StartSaleAsync(Product, stock: 50);
        var front = await StartFrontAsync();
        using var crowd = new Crowd(Product, front.Address);
        await crowd.BuyAsync(Enumerable.Range(0, 60).Select(i => ($"s{i}", (string?)$"key-{i}", 1)));

        await Sandbox.StartSaleAsync(Product, stock: 30);
        await crowd.BuyAsync(Enumerable.Range(0, 60).Select(i => ($"s{i}", (string?)$"key-{i}", 1)));
        await StartDrainAsync();

        await Sandbox.AtRestAsync(Product);
        var books = await Sandbox.Auditor.AuditAsync(Product, CancellationToken.None);
        Assert.Equal([30L, 50L], books.Select(sale => sale.Stored.Units));
        Assert.All(books, sale => Assert.True(sale.IsBalanced));
    }
}
