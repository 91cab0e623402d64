namespace FlashFlow.WebFront.Tests.Operators;

/// <summary>Bodies of a sale's definition.</summary>
public sealed class SaleRequestTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Theory]
    [InlineData("name", """{"name":"","stock":10}""")]
    [InlineData("name", """{"name":"  ","stock":10}""")]
    [InlineData("name", """{"stock":10}""")]
    [InlineData("name", """{"name":"Pho\nne","stock":10}""")]
    [InlineData("name", """{"name":"Phone\u0000","stock":10}""")]
    [InlineData("stock", """{"name":"Phone"}""")]
    [InlineData("stock", """{"name":"Phone","stock":-1}""")]
    [InlineData("stock", """{"name":"Phone","stock":1000000001}""")]
    [InlineData("price", """{"name":"Phone","stock":10,"price":-0.01}""")]
    [InlineData("price", """{"name":"Phone","stock":10,"price":1000000000.01}""")]
    [InlineData("limitPerShopper", """{"name":"Phone","stock":10,"limitPerShopper":-1}""")]
    [InlineData("close after it opens", """{"name":"Phone","stock":10,"opensAt":"2027-01-01T00:00:00Z","closesAt":"2026-12-31T23:59:59Z"}""")]
    [InlineData("close after it opens", """{"name":"Phone","stock":10,"opensAt":"2027-01-01T00:00:00Z","closesAt":"2027-01-01T00:00:00Z"}""")]
    [InlineData("close after it opens", """{"name":"Phone","stock":10,"opensAt":"2027-01-01T00:00:00Z","closesAt":"2027-01-01T01:00:00+02:00"}""")]
    [InlineData("times", """{"name":"Phone","stock":10,"opensAt":"1970-12-31T00:00:00Z"}""")]
    [InlineData("times", """{"name":"Phone","stock":10,"closesAt":"0001-01-01T00:00:00Z"}""")]
    [InlineData("price", """{"name":"Phone","stock":10,"price":9.999}""")]
    [InlineData("EUR has 2 digits", """{"name":"Phone","stock":10,"price":9.999,"currency":"EUR"}""")]
    [InlineData("JPY has 0 digits", """{"name":"Phone","stock":10,"price":0.5,"currency":"JPY"}""")]
    [InlineData("KWD has 3 digits", """{"name":"Phone","stock":10,"price":0.0001,"currency":"KWD"}""")]
    [InlineData("currency", """{"name":"Phone","stock":10,"currency":"eur"}""")]
    [InlineData("currency", """{"name":"Phone","stock":10,"currency":""}""")]
    [InlineData("currency", """{"name":"Phone","stock":10,"currency":"XXX"}""")]
    [InlineData("currency", """{"name":"Phone","stock":10,"price":1,"holdSeconds":60}""")]
    [InlineData("holdSeconds", """{"name":"Phone","stock":10,"holdSeconds":4}""")]
    [InlineData("holdSeconds", """{"name":"Phone","stock":10,"holdSeconds":-1}""")]
    [InlineData("holdSeconds", """{"name":"Phone","stock":10,"holdSeconds":3601}""")]
    [InlineData("needs holdSeconds", """{"name":"Phone","stock":10,"holdMaxSeconds":60}""")]
    [InlineData("holdMaxSeconds", """{"name":"Phone","stock":10,"holdSeconds":60,"holdMaxSeconds":59}""")]
    [InlineData("holdMaxSeconds", """{"name":"Phone","stock":10,"holdSeconds":60,"holdMaxSeconds":86401}""")]
    [InlineData("returnAfterSeconds", """{"name":"Phone","stock":10,"returnAfterSeconds":-1}""")]
    [InlineData("returnAfterSeconds", """{"name":"Phone","stock":10,"returnAfterSeconds":86401}""")]
    [InlineData("cancelUntil", """{"name":"Phone","stock":10,"opensAt":"2027-01-01T00:00:00Z","cancelUntil":"2027-01-01T00:00:00Z"}""")]
    [InlineData("times", """{"name":"Phone","stock":10,"cancelUntil":"0001-01-01T00:00:00Z"}""")]
    public async Task A_sale_that_cannot_be_is_refused_and_told_why(string why, string body)
    {
        var answer = await IsRefusedAsync(422, "invalid_sale", () => PutAsync(body));
        Assert.Contains(why, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await IsRefusedAsync(422, "invalid_sale", () => PutAsync(body, "?reset=true"));
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await IsRefusedAsync(422, "invalid_sale", () => PutAsync(body));
        await IsRefusedAsync(422, "invalid_sale", () => PutAsync(body, "?reset=true"));
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_refused() =>
        await IsRefusedAsync(422, "invalid_sale", () => Front.DefineAsync(Product, new { name = new string('n', 201), stock = 10 }));

    [Theory]
    [InlineData("""{"name":null,"stock":10}""")]
    [InlineData("""{"name":7,"stock":10}""")]
    [InlineData("""{"name":"Phone","stock":"10"}""")]
    [InlineData("""{"name":"Phone","stock":1.5}""")]
    [InlineData("""{"name":"Phone","stock":10000000000}""")]
    [InlineData("""{"name":"Phone","stock":10,"price":"9.50"}""")]
    [InlineData("""{"name":"Phone","stock":10,"price":1e40}""")]
    [InlineData("""{"name":"Phone","stock":10,"opensAt":"tomorrow"}""")]
    [InlineData("""{"name":"Phone","stock":10,"opensAt":1795334400}""")]
    [InlineData("""{"name":"Phone","stock":10,"opensAt":"0001-01-01T00:00:00+14:00"}""")]
    [InlineData("""{"name":"Phone","stock":10,"closesAt":"9999-12-31T23:59:59-14:00"}""")]
    [InlineData("""{"name":"Phone","stock":10,"colour":"red"}""")]
    [InlineData("""{"name":"Phone","stock":10,"stock":11}""")]
    [InlineData("""{"name":"Phone","stock":10""")]
    [InlineData("""["Phone",10]""")]
    public async Task A_body_that_cannot_be_read_is_refused(string body)
    {
        await IsRefusedAsync(400, "bad_request", () => PutAsync(body));
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await IsRefusedAsync(400, "bad_request", () => PutAsync(body, "?reset=true"));
    }

    [Fact]
    public async Task No_body_another_content_type_and_too_large_a_body_are_refused()
    {
        var path = $"/products/{Product}";

        await IsRefusedAsync(400, "bad_request", () => Front.OperateAsync(HttpMethod.Put, path));
        await IsRefusedAsync(415, "not_json", () => Front.OperateAsync(
            HttpMethod.Put, path, new StringContent("""{"name":"Phone","stock":10}""", Encoding.UTF8, "text/plain")));
        await IsRefusedAsync(413, "body_too_large", () => Front.OperateAsync(
            HttpMethod.Put, path, RunningFront.Json("""{"name":"Phone","stock":10}""".PadRight((16 * 1024) + 1))));
    }

    [Fact]
    public async Task A_sale_at_every_bound_is_taken_and_read_back_exactly()
    {
        (await Front.DefineAsync(Product, new
        {
            name = new string('n', 200),
            stock = 1_000_000_000,
            price = 1_000_000_000m,
            limitPerShopper = int.MaxValue,
            opensAt = "1971-01-01T00:00:00Z",
            closesAt = "9999-12-31T23:59:59.999Z",
        })).Is(201);

        Assert.Equal(
            new SaleDefinition
            {
                ProductId = Product,
                Name = new string('n', 200),
                Stock = 1_000_000_000,
                Price = 1_000_000_000m,
                LimitPerShopper = int.MaxValue,
                OpensAt = DateTimeOffset.Parse("1971-01-01T00:00:00Z", null),
                ClosesAt = DateTimeOffset.Parse("9999-12-31T23:59:59.999Z", null),
            },
            (await SaleAsync()).Definition);
        (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task A_sale_with_holds_at_every_bound_is_taken_and_read_back_exactly()
    {
        (await Front.DefineAsync(Product, new
        {
            name = "Phone",
            stock = 10,
            price = 0.001m,
            currency = "KWD",
            holdSeconds = 3_600,
            holdMaxSeconds = 86_400,
            opensAt = "2026-01-01T00:00:00Z",
            cancelUntil = "9999-12-31T23:59:59.999Z",
            returnAfterSeconds = 86_400,
        })).Is(201);

        var definition = (await SaleAsync()).Definition;
        Assert.Equal(
            new SaleDefinition
            {
                ProductId = Product,
                Name = "Phone",
                Stock = 10,
                Price = 0.001m,
                Currency = Currency.Find("KWD"),
                HoldSeconds = 3_600,
                HoldMaxSeconds = 86_400,
                OpensAt = DateTimeOffset.Parse("2026-01-01T00:00:00Z", null),
                CancelUntil = DateTimeOffset.Parse("9999-12-31T23:59:59.999Z", null),
                ReturnAfterSeconds = 86_400,
            },
            definition);
        Assert.Equal(1, definition.PriceInMinorUnits);
    }

    [Fact]
    public async Task A_hold_lasts_no_longer_than_it_does_where_nobody_says_how_far_it_may_be_extended()
    {
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 10, holdSeconds = 5 })).Is(201);

        Assert.Equal((5, 5), ((await SaleAsync()).Definition.HoldSeconds, (await SaleAsync()).Definition.HoldMaxSeconds));
    }

    [Fact]
    public async Task The_holds_of_a_running_sale_change()
    {
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 10, price = 1, currency = "EUR", holdSeconds = 60 })).Is(201);

        var answer = await Front.DefineAsync(
            Product, new { name = "Phone", stock = 10, price = 2, currency = "USD", holdSeconds = 120, holdMaxSeconds = 240, cancelUntil = "2999-01-01T00:00:00Z", returnAfterSeconds = 9 });

        var view = answer.Is(200);
        Assert.Equal((120, 240, 9), (view.GetProperty("holdSeconds").GetInt32(), view.GetProperty("holdMaxSeconds").GetInt32(), view.GetProperty("returnAfterSeconds").GetInt32()));
        Assert.Equal(("USD", 120_000), ((await Front.GetAsync($"/products/{Product}")).Json.GetProperty("currency").GetString(), (await Front.BuyAsync(Product)).Json.GetProperty("expiresInMs").GetInt64()));
    }

    [Fact]
    public async Task A_price_of_which_an_order_would_cost_more_than_can_be_counted_is_refused()
    {
        await using var front = await RunningFront.StartAsync(Sandbox, RunningFront.WithOperatorKey, ("FlashFlow:Front:MaxQuantity", "1000000"));

        // 10,000 minor units each, so a million units may cost 900,719.9254 of them.
        await IsRefusedAsync(422, "invalid_sale", () => front.DefineAsync(Product, new { name = "Phone", stock = 10, price = 900_719.9255m, currency = "CLF" }));
        (await front.DefineAsync(Product, new { name = "Phone", stock = 10, price = 900_719.9254m, currency = "CLF" })).Is(201);
    }

    [Fact]
    public async Task A_sale_of_nothing_is_sold_out_from_the_start()
    {
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 0 })).Is(201);

        (await Front.BuyAsync(Product)).IsProblem(409, "sold_out");
    }

    private Task<HttpAnswer> PutAsync(string body, string query = "") =>
        Front.OperateAsync(HttpMethod.Put, $"/products/{Product}{query}", RunningFront.Json(body));
}
