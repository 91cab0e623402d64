namespace FlashFlow.Infrastructure.Tests.Redis;

public sealed class SaleLedgerTests : SandboxTests
{
    private static readonly SaleDefinition Phone = new()
    {
        ProductId = "phone",
        Name = "Phone 5 \"Ünïcode\"",
        Price = 499.90m,
        Stock = 100,
        LimitPerShopper = 2,
        OpensAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123),
        ClosesAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_999_456),
    };

    [Fact]
    public async Task A_sale_reads_back_as_it_was_opened()
    {
        Assert.True(await Sandbox.Sales.OpenAsync(Phone, epoch: 7, replacing: 0));

        var sale = await Sandbox.Sales.FindAsync("phone");

        Assert.Equal(
            new Sale { Epoch = 7, Definition = Phone, State = SaleState.Open, Added = 0, Remaining = 100, Accepted = 0, Orders = 0, Seq = 0, Changes = 0 }, sale);
    }

    [Fact]
    public async Task A_sale_opens_only_in_place_of_the_one_it_knew()
    {
        await Sandbox.Sales.OpenAsync(Phone, epoch: 7, replacing: 0);

        Assert.False(await Sandbox.Sales.OpenAsync(Phone with { Stock = 5 }, epoch: 8, replacing: 0));
        Assert.False(await Sandbox.Sales.OpenAsync(Phone with { Stock = 5 }, epoch: 9, replacing: 8));
        Assert.Equal((7, 100), await EpochAndRemainingAsync());

        Assert.True(await Sandbox.Sales.OpenAsync(Phone with { Stock = 5 }, epoch: 9, replacing: 7));
        Assert.Equal((9, 5), await EpochAndRemainingAsync());
    }

    [Fact]
    public async Task Restocking_adds_units_once_per_key()
    {
        await Sandbox.Sales.OpenAsync(Phone, epoch: 7, replacing: 0);

        Assert.Equal(SaleChange.Done, await Sandbox.Sales.RestockAsync("phone", 7, 10, key: null));
        Assert.Equal(SaleChange.Done, await Sandbox.Sales.RestockAsync("phone", 7, 10, key: "truck-1"));
        Assert.Equal(SaleChange.Repeated, await Sandbox.Sales.RestockAsync("phone", 7, 10, key: "truck-1"));
        Assert.Equal(SaleChange.KeyReused, await Sandbox.Sales.RestockAsync("phone", 7, 11, key: "truck-1"));

        var sale = (await Sandbox.Sales.FindAsync("phone"))!;
        Assert.Equal((20, 120), (sale.Added, sale.Remaining));
        Assert.True(sale.IsBalanced);
    }

    [Fact]
    public async Task A_sale_holds_no_more_than_the_most_units()
    {
        await Sandbox.Sales.OpenAsync(Phone, epoch: 7, replacing: 0);

        Assert.Equal(SaleChange.TooMany, await Sandbox.Sales.RestockAsync("phone", 7, SaleDefinition.MaxStock - 99, key: "k"));
        Assert.Equal(SaleChange.Done, await Sandbox.Sales.RestockAsync("phone", 7, SaleDefinition.MaxStock - 100, key: "k"));
    }

    [Fact]
    public async Task A_closed_sale_stays_closed()
    {
        await Sandbox.Sales.OpenAsync(Phone, epoch: 7, replacing: 0);
        Assert.Equal(SaleChange.Done, await Sandbox.Sales.SetStateAsync("phone", 7, SaleState.Closed));

        Assert.Equal(SaleChange.Closed, await Sandbox.Sales.SetStateAsync("phone", 7, SaleState.Open));
        Assert.Equal(SaleChange.Closed, await Sandbox.Sales.SetStateAsync("phone", 7, SaleState.Paused));
        Assert.Equal(SaleChange.Closed, await Sandbox.Sales.RestockAsync("phone", 7, 1, key: null));
        Assert.Equal(SaleChange.Closed, await Sandbox.Sales.UpdateAsync(7, Phone));
        Assert.Equal(SaleChange.Repeated, await Sandbox.Sales.SetStateAsync("phone", 7, SaleState.Closed));
    }

    [Fact]
    public async Task A_restock_meant_for_an_earlier_sale_adds_nothing_to_the_later_one_and_leaves_it_the_key()
    {
        await Sandbox.Sales.OpenAsync(Phone, epoch: 7, replacing: 0);
        await Sandbox.Sales.OpenAsync(Phone, epoch: 8, replacing: 7);
        var before = await Sandbox.Sales.FindAsync("phone");

        Assert.Equal(SaleChange.Superseded, await Sandbox.Sales.RestockAsync("phone", 7, 10, key: null));
        Assert.Equal(SaleChange.Superseded, await Sandbox.Sales.RestockAsync("phone", 7, 10, key: "truck-1"));
        Assert.Equal(before, await Sandbox.Sales.FindAsync("phone"));

        Assert.Equal(SaleChange.Done, await Sandbox.Sales.RestockAsync("phone", 8, 10, key: "truck-1"));
        Assert.Equal(SaleChange.Superseded, await Sandbox.Sales.RestockAsync("phone", 7, 10, key: "truck-1"));
        Assert.Equal(110, (await Sandbox.Sales.FindAsync("phone"))!.Remaining);
    }

    [Theory]
    [InlineData(SaleState.Open)]
    [InlineData(SaleState.Paused)]
    [InlineData(SaleState.Closed)]
    public async Task A_state_meant_for_an_earlier_sale_is_not_that_of_the_later_one(SaleState state)
    {
        await Sandbox.Sales.OpenAsync(Phone, epoch: 7, replacing: 0);
        await Sandbox.Sales.OpenAsync(Phone, epoch: 8, replacing: 7);
        if (state == SaleState.Open)
            await Sandbox.Sales.SetStateAsync("phone", 8, SaleState.Paused);
        var before = await Sandbox.Sales.FindAsync("phone");

        Assert.Equal(SaleChange.Superseded, await Sandbox.Sales.SetStateAsync("phone", 7, state));

        Assert.Equal(before, await Sandbox.Sales.FindAsync("phone"));
    }

    [Fact]
    public async Task A_definition_meant_for_an_earlier_sale_does_not_change_the_later_one()
    {
        await Sandbox.Sales.OpenAsync(Phone, epoch: 7, replacing: 0);
        await Sandbox.Sales.OpenAsync(Phone, epoch: 8, replacing: 7);

        Assert.Equal(SaleChange.Superseded, await Sandbox.Sales.UpdateAsync(7, Phone with { Price = 1 }));
        Assert.Equal(Phone, (await Sandbox.Sales.FindAsync("phone"))!.Definition);
    }

    [Fact]
    public async Task Every_order_and_every_change_makes_the_level_a_later_one()
    {
        var phone = Phone with { OpensAt = null, ClosesAt = null };
        await Sandbox.Sales.OpenAsync(phone, epoch: 7, replacing: 0);
        var levels = new List<StockLevel> { await LevelAsync() };
        foreach (var step in new Func<Task>[]
        {
            () => Sandbox.BuyAsync("phone", new OrderOperation(OrderIds.New(TimeProvider.System), "ada", 1)),
            () => Sandbox.Sales.RestockAsync("phone", 7, 10, key: "truck-1"),
            () => Sandbox.Sales.SetStateAsync("phone", 7, SaleState.Paused),
            () => Sandbox.Sales.UpdateAsync(7, phone with { Price = 1 }),
            () => Sandbox.Sales.OpenAsync(phone, epoch: 8, replacing: 7),
        })
        {
            await step();
            levels.Add(await LevelAsync());
        }

        Assert.Equal([(100, SaleState.Open), (99, SaleState.Open), (109, SaleState.Open), (109, SaleState.Paused), (109, SaleState.Paused), (100, SaleState.Open)],
            levels.Select(level => (level.Remaining, level.State)));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second.IsLaterThan(pair.First)));

        await Sandbox.Sales.RestockAsync("phone", 8, 10, key: "truck-2");
        await Sandbox.Sales.RestockAsync("phone", 8, 10, key: "truck-2");
        var reply = await Sandbox.BuyAsync("phone", new OrderOperation(OrderIds.New(TimeProvider.System), "ada", 1));
        Assert.Equal(await LevelAsync(), reply.Level);
        Assert.Equal(3, reply.Level!.Version);
    }

    [Fact]
    public async Task An_unknown_product_is_told()
    {
        Assert.Null(await Sandbox.Sales.FindAsync("ghost"));
        Assert.Equal(SaleChange.UnknownProduct, await Sandbox.Sales.SetStateAsync("ghost", 7, SaleState.Paused));
        Assert.Equal(SaleChange.UnknownProduct, await Sandbox.Sales.RestockAsync("ghost", 7, 1, key: "k"));
        Assert.Equal(SaleChange.UnknownProduct, await Sandbox.Sales.UpdateAsync(7, Phone with { ProductId = "ghost" }));
        Assert.Null(await Sandbox.Sales.FindOrderAsync("ghost", Guid.NewGuid()));
        Assert.Empty(await Sandbox.Sales.ListProductsAsync());
    }

    [Fact]
    public async Task Products_are_listed_in_order()
    {
        foreach (var id in new[] { "b", "a.2", "a.1" })
            await Sandbox.StartSaleAsync(id, stock: 1);

        Assert.Equal(["a.1", "a.2", "b"], await Sandbox.Sales.ListProductsAsync());
    }

    private async Task<StockLevel> LevelAsync() => (await Sandbox.Sales.FindAsync("phone"))!.Level;

    private async Task<(long Epoch, long Remaining)> EpochAndRemainingAsync()
    {
        var sale = (await Sandbox.Sales.FindAsync("phone"))!;
        return (sale.Epoch, sale.Remaining);
    }
}
