namespace FlashFlow.WebFront.Tests.Products;

/// <summary>Watchers of a product, on real streams.</summary>
public sealed class LiveEndpointTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_watcher_sees_the_present_first_and_then_each_change()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        var epoch = (await SaleAsync()).Epoch;
        using var watcher = await Watcher.OpenAsync(Front, Product);
        Assert.Equal(View("open", 10, epoch), await watcher.NextAsync());

        await Front.BuyAsync(Product, quantity: 3);
        Assert.Equal(View("open", 7, epoch), await watcher.NextAsync());
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause");
        Assert.Equal(View("paused", 7, epoch), await watcher.NextAsync());
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/resume");
        Assert.Equal(View("open", 7, epoch), await watcher.NextAsync());
        await Front.BuyAsync(Product, quantity: 7);
        Assert.Equal(View("sold_out", 0, epoch), await watcher.NextAsync());
        await Front.RestockAsync(Product, new { units = 5 });
        Assert.Equal(View("open", 5, epoch), await watcher.NextAsync());
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close");
        Assert.Equal(View("closed", 5, epoch), await watcher.NextAsync());
    }

    [Fact]
    public async Task A_watcher_sees_what_happens_at_another_front()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        var epoch = (await SaleAsync()).Epoch;
        using var watcher = await Watcher.OpenAsync(OtherFront, Product);
        Assert.Equal(View("open", 10, epoch), await watcher.NextAsync());

        await Front.BuyAsync(Product);

        Assert.Equal(View("open", 9, epoch), await watcher.NextAsync());
    }

    [Fact]
    public async Task A_watcher_follows_from_one_sale_to_the_next()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        using var watcher = await Watcher.OpenAsync(Front, Product);
        await watcher.NextAsync();

        await Front.DefineAsync(Product, new { name = "Phone", stock = 3 }, reset: true);

        Assert.Equal(View("open", 3, (await SaleAsync()).Epoch), await watcher.NextAsync());
    }

    [Fact]
    public async Task A_watcher_of_a_busy_sale_gets_the_last_state_and_not_every_one()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 300 });
        var epoch = (await SaleAsync()).Epoch;
        using var watcher = await Watcher.OpenAsync(Front, Product);
        var started = DateTime.UtcNow;
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Front.BuyAsync(Product, shopperId: $"s{i}")));

        var events = new List<string> { await watcher.NextAsync() };
        while (events[^1] != View("sold_out", 0, epoch))
            events.Add(await watcher.NextAsync());

        // Ten a second and the one before the first pause.
        Assert.InRange(events.Count, 2, 2 + ((DateTime.UtcNow - started).TotalSeconds * 10));
    }

    [Fact]
    public async Task A_restock_at_one_front_ends_the_sold_out_answer_of_another()
    {
        // A memory that would outlast this test, so that only news can end it.
        await using var forgetful = await RunningFront.StartAsync(Sandbox, ("FlashFlow:Guard:SoldOutMemoryMilliseconds", "10000"));
        await Front.DefineAsync(Product, new { name = "Phone", stock = 1 });
        (await forgetful.BuyAsync(Product)).IsOrder(202, Product);
        (await forgetful.BuyAsync(Product)).IsProblem(409, "sold_out");
        await Front.RestockAsync(Product, new { units = 1 });

        await Eventually.HoldsAsync("a sale after the restock", async () => (await forgetful.BuyAsync(Product)).Status == 202, TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task A_watcher_sees_what_is_held_and_until_when()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 1, price = 5, currency = "EUR", holdSeconds = 300, opensAt = "2026-01-01T00:00:00Z" });
        using var watcher = await Watcher.OpenAsync(Front, Product);
        var before = JsonElement.Parse(await watcher.NextAsync());
        Assert.Equal((5, 0, false), (before.GetProperty("price").GetInt32(), before.GetProperty("held").GetInt32(), before.TryGetProperty("nextDeadline", out _)));
        Assert.Equal(DateTimeOffset.Parse("2026-01-01T00:00:00Z", null), before.GetProperty("opensAt").GetDateTimeOffset());

        var hold = (await Front.BuyAsync(Product)).Is(202);

        var seen = await watcher.SeesAsync(sold => sold.GetProperty("held").GetInt32() == 1);
        Assert.Equal("sold_out", seen.GetProperty("state").GetString());
        Assert.Equal(hold.GetProperty("expiresAt").GetDateTimeOffset(), seen.GetProperty("nextDeadline").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_watcher_hears_the_same_again_after_a_silence()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        using var watcher = await Watcher.OpenAsync(Front, Product);

        var first = await watcher.NextAsync();

        Assert.Equal(first, await watcher.NextEventAsync());
    }

    [Theory]
    [InlineData("ghost")]
    [InlineData("GHOST")]
    public async Task There_is_nothing_to_watch_of_an_unknown_product(string productId) =>
        (await Front.GetAsync($"/products/{productId}/live")).IsProblem(404, "unknown_product");

    [Fact]
    public async Task Watchers_do_not_keep_a_front_from_stopping()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var front = await RunningFront.StartAsync(Sandbox);
        using var watcher = await Watcher.OpenAsync(front, Product);
        await watcher.NextAsync();

        await front.DisposeAsync().AsTask().Within("the front's end");
        await watcher.EndAsync();
    }

    private static string View(string state, long remaining, long epoch) =>
        $$"""{"state":"{{state}}","remaining":{{remaining}},"epoch":{{epoch}},"price":0,"held":0}""";
}
