namespace FlashFlow.WebFront.Tests.Products;

public abstract class ProductEndpointsTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_product_is_shown_with_what_remains_of_it()
    {
        await Front.DefineAsync(Product, new
        {
            name = "Phone 5 \"Ünïcode\"",
            stock = 10,
            price = 499.90m,
            limitPerShopper = 3,
            opensAt = "2026-01-01T00:00:00+02:00",
            closesAt = "2999-12-31T23:59:59.999Z",
        });
        await Front.BuyAsync(Product, quantity: 3);

        var product = (await Front.GetAsync($"/products/{Product}")).Is(200);

        Assert.Equal(
            ["productId", "name", "price", "state", "remaining", "limitPerShopper", "opensAt", "closesAt", "currency", "held", "holdSeconds", "cancelUntil", "epoch", "nextDeadline", "family", "components", "room", "asOf"],
            product.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Product, product.GetProperty("productId").GetString());
        Assert.Equal("Phone 5 \"Ünïcode\"", product.GetProperty("name").GetString());
        Assert.Equal("499.9", product.GetProperty("price").GetRawText().TrimEnd('0'));
        Assert.Equal("open", product.GetProperty("state").GetString());
        Assert.Equal(7, product.GetProperty("remaining").GetInt64());
        Assert.Equal(3, product.GetProperty("limitPerShopper").GetInt32());
        Assert.Equal(DateTimeOffset.Parse("2025-12-31T22:00:00Z", null), product.GetProperty("opensAt").GetDateTimeOffset());
        Assert.Equal(DateTimeOffset.Parse("2999-12-31T23:59:59.999Z", null), product.GetProperty("closesAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_product_without_limit_and_window_shows_none()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);

        var product = await Front.GetAsync($"/products/{Product}");

        var asOf = product.Is(200).GetProperty("asOf");
        Assert.InRange(asOf.GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(Text(Product, epoch, "open", remaining: 10), product.Text.Replace($",\"asOf\":{asOf.GetRawText()}", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_products_are_listed_in_order_of_their_ids()
    {
        var epochs = new Dictionary<string, long>();
        foreach (var suffix in new[] { "b", "c", "a" })
            epochs[suffix] = await Sandbox.StartSaleAsync($"{Product}.{suffix}", stock: 1);
        await Front.BuyAsync($"{Product}.c");

        var products = (await Eventually.SeesAsync(
            "the list to tell of the buy", () => Front.GetAsync("/products?limit=1000"), list => list.Text.Contains(Text($"{Product}.c", epochs["c"], "sold_out", 0), StringComparison.Ordinal))).Is(200);

        var ids = products.EnumerateArray().Select(product => product.GetProperty("productId").GetString()!).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(
            [Text($"{Product}.a", epochs["a"], "open", 1), Text($"{Product}.b", epochs["b"], "open", 1), Text($"{Product}.c", epochs["c"], "sold_out", 0)],
            products.EnumerateArray()
                .Where(product => product.GetProperty("productId").GetString()!.StartsWith($"{Product}.", StringComparison.Ordinal))
                .Select(product => product.GetRawText()));
    }

    [Fact]
    public async Task Where_nothing_is_on_sale_the_list_is_empty()
    {
        await using var sandbox = await CreateCornerAsync();
        await using var guard = await EngineProcess.StartGuardAsync(sandbox);
        await using var front = await RunningFront.StartAsync(sandbox);

        (await front.GetAsync("/products")).Is(200, "[]");
    }

    [Fact]
    public async Task The_state_follows_the_sale()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 1, opensAt = DateTimeOffset.UtcNow.AddHours(1) });
        Assert.Equal("not_open", await StateAsync());

        await Front.DefineAsync(Product, new { name = "Phone", stock = 1 });
        Assert.Equal("open", await StateAsync());

        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause");
        Assert.Equal("paused", await StateAsync());

        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/resume");
        Assert.Equal("open", await StateAsync());

        await Front.BuyAsync(Product);
        Assert.Equal("sold_out", await StateAsync());

        await Front.DefineAsync(Product, new { name = "Phone", stock = 1, closesAt = DateTimeOffset.UtcNow.AddHours(-1) });
        Assert.Equal("closed", await StateAsync());

        await Front.DefineAsync(Product, new { name = "Phone", stock = 1 }, reset: true);
        Assert.Equal("open", await StateAsync());

        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close");
        Assert.Equal("closed", await StateAsync());
    }

    [Theory]
    [InlineData("ghost")]
    [InlineData("GHOST")]
    [InlineData("gh%0aost")]
    [InlineData("gh%2Fost")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task A_product_that_nobody_sells_is_unknown(string productId) =>
        (await Front.GetAsync($"/products/{productId}")).IsProblem(404, "unknown_product");

    private static string Text(string productId, long epoch, string state, long remaining) =>
        $$"""
        {"productId":"{{productId}}","name":"{{productId}}","price":0,"state":"{{state}}","remaining":{{remaining}},"limitPerShopper":null,
        "opensAt":null,"closesAt":null,"currency":null,"held":0,"holdSeconds":null,"cancelUntil":null,"epoch":{{epoch}},"nextDeadline":null,
        "family":null,"components":null,"room":null}
        """.ReplaceLineEndings("");

    private async Task<string?> StateAsync() => (await Front.GetAsync($"/products/{Product}")).Is(200).GetProperty("state").GetString();
}

public sealed class ProductEndpointsInClusterTests(ClusterFront shared) : ProductEndpointsTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class ProductEndpointsStandaloneTests(StandaloneFront shared) : ProductEndpointsTests(shared);
