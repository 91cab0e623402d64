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
    public async Task A_sale_of_nothing_is_sold_out_from_the_start()
    {
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 0 })).Is(201);

        (await Front.BuyAsync(Product)).IsProblem(409, "sold_out");
    }

    private Task<HttpAnswer> PutAsync(string body, string query = "") =>
        Front.OperateAsync(HttpMethod.Put, $"/products/{Product}{query}", RunningFront.Json(body));
}
