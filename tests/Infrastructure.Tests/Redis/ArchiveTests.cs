namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>Products that are put away in the real ledger.</summary>
public sealed class ArchiveTests : SandboxTests
{
    private const string Product = "phone";

    [Fact]
    public async Task G3_a_product_stays_listed_until_its_outbox_is_empty_and_not_longer()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.BuyAsync(Product, Buy());
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed);

        Assert.Equal(SaleChange.Done, await Sandbox.Sales.ArchiveAsync(Product, epoch));
        await Sandbox.Sales.TidyListsAsync();
        Assert.Equal([Product], await Sandbox.Sales.ListProductsAsync());

        var entry = Assert.Single(await Sandbox.Outbox.ReadAsync(Product, 10));
        await Sandbox.Outbox.RemoveAsync(Product, [entry.Id]);
        await Sandbox.Sales.TidyListsAsync();
        Assert.Empty(await Sandbox.Sales.ListProductsAsync());
        Assert.Equal(SaleChange.Repeated, await Sandbox.Sales.ArchiveAsync(Product, epoch));
    }

    [Fact]
    public async Task A_product_with_an_empty_outbox_leaves_the_list_with_the_call()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed);
        await Sandbox.Sales.ArchiveAsync(Product, epoch);
        Assert.Empty(await Sandbox.Sales.ListProductsAsync());
    }

    [Fact]
    public async Task A_sale_that_is_begun_while_another_is_put_away_stays_listed()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.BuyAsync(Product, Buy());
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed);
        await Sandbox.Sales.ArchiveAsync(Product, epoch);

        // It is listed, and then its opener dies or is slow; the sweep comes in between.
        Assert.False(await Sandbox.Sales.OpenAsync(Definition, epoch + 1, replacing: 0));
        var entry = Assert.Single(await Sandbox.Outbox.ReadAsync(Product, 10));
        await Sandbox.Outbox.RemoveAsync(Product, [entry.Id]);
        await Sandbox.Sales.TidyListsAsync();
        Assert.Equal([Product], await Sandbox.Sales.ListProductsAsync());

        Assert.True(await Sandbox.Sales.OpenAsync(Definition, epoch + 1, replacing: epoch));
        await Sandbox.Sales.TidyListsAsync();
        Assert.Equal([Product], await Sandbox.Sales.ListProductsAsync());
    }

    [Fact]
    public async Task Only_the_sale_that_is_meant_and_is_over_is_put_away()
    {
        Assert.Equal(SaleChange.UnknownProduct, await Sandbox.Sales.ArchiveAsync(Product, 1));
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        Assert.Equal(SaleChange.Superseded, await Sandbox.Sales.ArchiveAsync(Product, epoch - 1));
        Assert.Equal(SaleChange.NotOver, await Sandbox.Sales.ArchiveAsync(Product, epoch));
        await Sandbox.Sales.UpdateAsync(epoch, Definition with { ClosesAt = DateTimeOffset.UtcNow.AddHours(1) });
        Assert.Equal(SaleChange.NotOver, await Sandbox.Sales.ArchiveAsync(Product, epoch));
        await Sandbox.Sales.SuspendIfBehindAsync(Product, new(epoch, 5));
        Assert.Equal(SaleChange.Suspended, await Sandbox.Sales.ArchiveAsync(Product, epoch));
    }

    [Fact]
    public async Task G4_who_bought_gets_the_same_answer_and_nobody_else_gets_one()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var bought = Buy();
        await Sandbox.BuyAsync(Product, bought);
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed);
        await Sandbox.Sales.ArchiveAsync(Product, epoch);

        var reply = await Sandbox.BuyAsync(Product, bought, Buy());

        Assert.Equal([OrderOutcome.Replayed, OrderOutcome.UnknownProduct], reply.Results.Select(result => result.Outcome));
        Assert.NotNull(await Sandbox.Sales.FindOrderAsync(Product, bought.OrderId));
        Assert.Equal(SaleChange.UnknownProduct, await Sandbox.Sales.RestockAsync(Product, epoch, 1, key: null));
        Assert.Equal(SaleChange.UnknownProduct, await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Open));
        Assert.Equal(SaleChange.UnknownProduct, await Sandbox.Sales.UpdateAsync(epoch, Definition));
    }

    [Fact]
    public async Task G7_an_archived_product_is_not_taken_for_one_that_lost_its_data_also_when_the_ledger_did()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(epoch, first: 1, count: 1)], [], [], CancellationToken.None);
        await Sandbox.BuyAsync(Product, Buy());
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed);
        Assert.Equal(SaleChange.Done, await Sandbox.Office.ArchiveAsync(Product, epoch, "ada"));

        Assert.False(await Sandbox.Sales.SuspendIfBehindAsync(Product, new(epoch, 1)));
        Assert.Equal([Product], await Sandbox.SaleStore.ListArchivedAsync(CancellationToken.None));
        Assert.Equal(HighWaterMark.None, await Sandbox.SaleStore.FindMarkAsync(Product, CancellationToken.None));

        await Sandbox.RestoreLedgerAsync(new Dictionary<StackExchange.Redis.RedisKey, byte[]>());
        Assert.Equal(DefineOutcome.Started, await Sandbox.Office.DefineAsync(Definition, "ada"));
        var sale = (await Sandbox.Sales.FindAsync(Product))!;
        Assert.True(sale.Epoch > epoch);
        Assert.Empty(await Sandbox.SaleStore.ListArchivedAsync(CancellationToken.None));
        Assert.Equal(new(epoch, 1), await Sandbox.SaleStore.FindMarkAsync(Product, CancellationToken.None));
    }

    [Fact]
    public async Task A_look_at_many_products_tells_of_each_in_order_and_by_the_clock_of_the_ledger()
    {
        for (var i = 0; i < 150; i++)
            await Sandbox.Sales.OpenAsync(Definition with { ProductId = $"p{i}" }, epoch: i + 1, replacing: 0);
        await Sandbox.Sales.SuspendIfBehindAsync("lost", new(7, 5));

        var looks = await Sandbox.Sales.LookAsync([.. Enumerable.Range(0, 150).Select(i => $"p{i}"), "ghost", "lost"]);

        Assert.Equal(Enumerable.Range(1, 150).Select(i => (long?)i), looks.Take(150).Select(look => look.Sale?.Epoch));
        Assert.Equal((null, null), (looks[150].Sale, looks[150].Suspension));
        Assert.Equal((null, new HighWaterMark(7, 5)), (looks[151].Sale, looks[151].Suspension?.Known));
        Assert.All(looks, look => Assert.InRange((DateTimeOffset.UtcNow - look.AsOf).TotalSeconds, -1, 60));
        Assert.Equal(150, (await Sandbox.Sales.ListProductsAsync()).Count);
    }

    private static SaleDefinition Definition { get; } = new() { ProductId = Product, Name = "Phone", Stock = 10 };
}
