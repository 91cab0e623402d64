namespace FlashFlow.WebFront.Tests.Doors;

/// <summary>Names that mean something to Redis, Lua, RabbitMQ, SQL, JSON or HTML: each arrives as it was sent, and does nothing else.</summary>
public sealed class HostileInputTests(ClusterFront shared) : SharedFrontTests(shared)
{
    public static TheoryData<string> Names => new(
        "Telephone'); DROP TABLE orders; --",
        "\"}, {\"name\": \"Other",
        "{product}:sale * ? [a-z]",
        "$1 %s %n {0} {{1}} ${jndi:ldap://x} `id` $(id)",
        "]] .. redis.call('FLUSHALL') .. [[",
        "<script>alert(1)</script> & \\ / \u2028 \u202e \ufeff",
        "日本語 🎟️ ÅΩ");

    public static TheoryData<string> Keys => new(
        "';DROP/**/TABLE/**/orders;--",
        "{other}:orders",
        "*?[a-z]\\",
        "\"},{\"orderId\":\"",
        "]]..redis.call('FLUSHALL')..[[",
        "%00%0d%0aSET",
        "$1$$:0:::");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_is_only_a_name(string name)
    {
        (await Front.DefineAsync(Product, new { name, stock = 10 })).Is(201);

        Assert.Equal(name, (await Front.GetAsync($"/products/{Product}")).Is(200).GetProperty("name").GetString());
        Assert.Equal(name, (await SaleAsync()).Definition.Name);
        await using var command = Sandbox.Database.CreateCommand("SELECT name FROM sales WHERE product_id = $1");
        command.Parameters.Add(new() { Value = Product });
        Assert.Equal(name, await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("Tele\0phone")]
    [InlineData("Tele\r\nphone")]
    [InlineData("Tele\u001b[2Jphone")]
    [InlineData("Tele\u0085phone")]
    public async Task A_name_with_a_control_character_is_refused(string name) =>
        await IsRefusedAsync(422, "invalid_sale", () => Front.DefineAsync(Product, new { name, stock = 10 }));

    [Fact]
    public async Task A_name_that_is_half_a_character_is_refused() => await IsRefusedAsync(
        400, "bad_request", () => Front.OperateAsync(HttpMethod.Put, $"/products/{Product}", RunningFront.Json("""{"name":"\ud800","stock":10}""")));

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_key_is_only_a_key(string key)
    {
        var other = $"{Product}.other";
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.StartSaleAsync(other, stock: 10);

        var orderId = (await Front.BuyAsync(Product, key: key)).IsOrder(202, Product);
        Assert.Equal(orderId, (await Front.BuyAsync(Product, key: key)).IsOrder(200, Product));
        (await Front.RestockAsync(Product, new { units = 5 }, key)).Is(200);
        (await Front.RestockAsync(Product, new { units = 5 }, key)).Is(200);

        var sale = await SaleAsync();
        Assert.Equal((1, 5, 14), (sale.Orders, sale.Added, sale.Remaining));
        Assert.Equal(0, (await Sandbox.Sales.FindAsync(other))!.Orders);
    }

    [Theory]
    [InlineData("a:b@c.d+e_f-g")]
    [InlineData("::::")]
    [InlineData("..")]
    [InlineData("--")]
    [InlineData("@+")]
    [InlineData("NULL")]
    [InlineData("-1")]
    [InlineData("1e9")]
    public async Task A_shopper_is_only_a_shopper_all_the_way_into_the_store(string shopperId)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10, limitPerShopper: 2);

        var orderId = (await Front.BuyAsync(Product, quantity: 2, shopperId)).IsOrder(202, Product);

        (await Front.BuyAsync(Product, shopperId: shopperId)).IsProblem(409, "limit_reached");
        (await Front.BuyAsync(Product, shopperId: $"{shopperId}x")).IsOrder(202, Product);
        await StoreAsync(orderId);
        await using var command = Sandbox.Database.CreateCommand("SELECT shopper_id FROM orders WHERE order_id = $1");
        command.Parameters.Add(new() { Value = orderId });
        Assert.Equal(shopperId, await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("{product}")]
    [InlineData("*")]
    [InlineData("a:b")]
    [InlineData("a%0d%0ab")]
    [InlineData("..%2f..")]
    [InlineData("a'b")]
    [InlineData("a%22b")]
    public async Task A_product_with_other_letters_is_not_even_asked_for(string productId)
    {
        await IsRefusedAsync(404, "unknown_product", () => Front.BuyAsync(productId));
        await IsRefusedAsync(404, "unknown_product", () => Front.GetAsync($"/products/{productId}"));
        await IsRefusedAsync(404, "unknown_product", () => Front.GetAsync($"/products/{productId}/live"));
        await IsRefusedAsync(422, "invalid_product_id", () => Front.DefineAsync(productId, new { name = "Phone", stock = 1 }));
        await IsRefusedAsync(422, "invalid_product_id", () => Front.OperateAsync(HttpMethod.Post, $"/products/{productId}/pause"));
    }
}
