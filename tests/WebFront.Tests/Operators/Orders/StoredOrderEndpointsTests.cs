using FlashFlow.WebFront.Tests.Orders;

namespace FlashFlow.WebFront.Tests.Operators.Orders;

/// <summary>Operators find orders wherever they were bought.</summary>
public sealed class StoredOrderEndpointsTests(ClusterFront shared) : HoldTests(shared)
{
    private static readonly string[] Kinds = ["held", "extended", "confirmed", "cancelled"];

    [Fact]
    public async Task An_order_is_shown_with_its_life()
    {
        await StartHoldingAsync(stock: 10, with: sale => sale with { HoldMaxSeconds = 2 * LongHold });
        var orderId = await HoldAsync(quantity: 2);
        var other = await HoldAsync();
        (await Front.ChangeAsync(Product, orderId, "extend")).Is(200);
        (await Front.ReleaseAsync(Product, other)).Is(200); // What happens to others meanwhile is no part of it.
        (await ConfirmAsync(orderId, Payment(amount: 2 * Price))).Is(200);
        (await Front.ChangeAsync(Product, orderId, "cancel", new { quantity = 1 }, key: "return-1")).Is(200);
        await StoredAsync(orderId, () => LifeAsync(orderId), life => life.Length == Kinds.Length);

        var order = (await Front.LookAsync($"/orders/{orderId}")).Is(200);

        var epoch = (await SaleAsync()).Epoch;
        var (acceptedAt, life) = (order.GetProperty("acceptedAt").GetRawText(), order.GetProperty("life").GetRawText());
        Assert.Equal(
            $$"""
            {"productId":"{{Product}}","epoch":{{epoch}},"orderId":"{{orderId}}","position":1,"shopperId":"ada","quantity":2,"status":"confirmed","amount":99980,
            "currency":"EUR","paymentRef":"pay-1","reinstated":false,"cancelled":1,"expiresAt":null,"acceptedAt":{{acceptedAt}},"life":{{life}}}
            """.ReplaceLineEndings(""),
            order.GetRawText());
        var events = order.GetProperty("life").EnumerateArray().ToArray();
        Assert.Equal(Kinds, events.Select(happened => happened.GetProperty("kind").GetString()));
        Assert.Equal([1, 3, 5, 6], events.Select(happened => happened.GetProperty("seq").GetInt64()));
        Assert.Equal([null, RunningFront.ShopName, RunningFront.ShopName, RunningFront.ShopName], events.Select(happened => happened.GetProperty("by").GetString()));
        Assert.Equal(acceptedAt, events[0].GetProperty("at").GetRawText());
        Assert.Equal("""{"units":2}""", events[0].GetProperty("details").GetRawText());
        Assert.Equal("deadline", Assert.Single(events[1].GetProperty("details").EnumerateObject()).Name);
        Assert.Equal("""{"paymentRef":"pay-1"}""", events[2].GetProperty("details").GetRawText());
        Assert.Equal(("return-1", 1), (events[3].GetProperty("details").GetProperty("key").GetString(), events[3].GetProperty("details").GetProperty("cancelled").GetInt32()));
    }

    [Fact]
    public async Task An_order_that_was_sold_at_once_has_a_short_life()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product)).IsOrder(202, Product);
        (await Front.LookAsync($"/orders/{orderId}")).IsProblem(404, "unknown_order"); // It is not stored yet.
        await StoreAsync(orderId);

        var order = (await Front.LookAsync($"/orders/{orderId}")).Is(200);

        Assert.Equal(("confirmed", JsonValueKind.Null), (order.GetProperty("status").GetString(), order.GetProperty("amount").ValueKind));
        Assert.Equal("sold", Assert.Single(order.GetProperty("life").EnumerateArray()).GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("0190b6a5-1111-7222-8333-444444444444")]
    [InlineData("0190b6a5111172228333444444444444")]
    [InlineData("the-first")]
    public async Task An_order_that_nobody_has_is_unknown(string orderId) => (await Front.LookAsync($"/orders/{orderId}")).IsProblem(404, "unknown_order");

    [Fact]
    public async Task The_orders_of_a_sale_come_in_order_and_in_pages_of_which_each_names_the_next()
    {
        var (epoch, orders) = await StoreBatchAsync(count: 5);

        var first = await Front.LookAsync($"/products/{Product}/orders?limit=2");
        Assert.Equal(orders[..2], Ids(first));
        Assert.False(first.Json[0].TryGetProperty("life", out _));
        Assert.Equal($"</products/{Product}/orders?epoch={epoch}&after=2&limit=2>; rel=\"next\"", Link(first));
        Assert.Equal(orders[2..4], Ids(await Front.LookAsync($"/products/{Product}/orders?epoch={epoch}&after=2&limit=2")));
        var last = await Front.LookAsync($"/products/{Product}/orders?epoch={epoch}&after=4&limit=2");
        Assert.Equal(orders[4..], Ids(last));
        Assert.Null(Link(last));

        await Sandbox.StartSaleAsync(Product, stock: 10);
        Assert.Empty(Ids(await Front.LookAsync($"/products/{Product}/orders")));
        Assert.Equal(orders, Ids(await Front.LookAsync($"/products/{Product}/orders?epoch={epoch}")));
    }

    [Fact]
    public async Task Orders_are_found_by_shopper_and_by_payment()
    {
        await StartHoldingAsync(stock: 10);
        var adas = await SellAsync();
        var bobs = await HoldAsync(shopperId: "bob+1@x");
        (await ConfirmAsync(bobs, Payment("pay/2&x=1"))).Is(200);
        await StoredAsync(bobs, () => LifeAsync(bobs), life => life.Length == 2);

        Assert.Equal([adas, bobs], Ids(await Front.LookAsync($"/products/{Product}/orders")));
        Assert.Equal([adas], Ids(await Front.LookAsync($"/products/{Product}/orders?shopper=ada")));
        var found = await Front.LookAsync($"/products/{Product}/orders?shopper=bob%2B1@x&limit=1");
        Assert.Equal([bobs], Ids(found));
        Assert.Contains("?shopper=bob%2B1%40x&epoch=", Link(found), StringComparison.Ordinal);
        found = await Front.LookAsync($"/products/{Product}/orders?paymentRef=pay%2F2%26x%3D1&limit=1");
        Assert.Equal([bobs], Ids(found));
        Assert.Contains("?paymentRef=pay%2F2%26x%3D1&epoch=", Link(found), StringComparison.Ordinal);
        Assert.Empty(Ids(await Front.LookAsync($"/products/{Product}/orders?shopper=nobody")));
        Assert.Empty(Ids(await Front.LookAsync($"/products/{Product}/orders?paymentRef=pay-3")));
    }

    [Theory]
    [InlineData("limit=0", 422, "invalid_page")]
    [InlineData("limit=1001", 422, "invalid_page")]
    [InlineData("after=-1", 422, "invalid_page")]
    [InlineData("after=x", 400, "bad_request")]
    [InlineData("epoch=x", 400, "bad_request")]
    [InlineData("shopper=ada&paymentRef=pay-1", 400, "bad_request")]
    [InlineData("shopper=ada&shopper=bob", 400, "bad_request")]
    [InlineData("shopper=a%20b", 422, "invalid_shopper_id")]
    [InlineData("shopper=", 422, "invalid_shopper_id")]
    [InlineData("paymentRef=", 422, "invalid_payment")]
    [InlineData("paymentRef=%C3%A4", 422, "invalid_payment")]
    public async Task A_search_that_cannot_be_is_refused(string query, int status, string code)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.LookAsync($"/products/{Product}/orders?{query}")).IsProblem(status, code);
    }

    [Fact]
    public async Task A_sale_that_the_product_has_not_had_is_unknown()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.LookAsync("/products/ghost/orders")).IsProblem(404, "unknown_product");
        foreach (var other in new[] { epoch + 1, 0, -1, long.MaxValue })
            (await Front.LookAsync($"/products/{Product}/orders?epoch={other}")).IsProblem(404, "unknown_sale");
        (await Front.LookAsync($"/products/ghost/orders?epoch={epoch}")).IsProblem(404, "unknown_sale");
    }

    [Fact]
    public async Task A_search_that_takes_too_long_is_given_up_and_keeps_nobody_from_asking_for_an_order()
    {
        var (_, orders) = await StoreBatchAsync(count: 2);
        await using var front = await RunningFront.StartAsync(Sandbox, RunningFront.WithOperatorKey, ("FlashFlow:Postgres:CommandTimeoutSeconds", "1"));
        await using var connection = await Sandbox.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE", connection))
            await hold.ExecuteNonQueryAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => front.OperateAsync(HttpMethod.Get, $"/products/{Product}/orders?shopper=ada")));

        Assert.All(answers, answer => answer.IsProblemForNow("unavailable"));
        await transaction.RollbackAsync();
        Assert.Equal(orders, Ids(await front.OperateAsync(HttpMethod.Get, $"/products/{Product}/orders?shopper=ada")));
    }

    private async Task<(long Epoch, Guid[] Orders)> StoreBatchAsync(int count)
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var batch = SampleBatch.Of(epoch, first: 1, count) with { ProductId = Product };
        await Sandbox.Orders.StoreAsync([batch], [], [], CancellationToken.None);
        return (epoch, [.. batch.OrderIds]);
    }

    private Task StoredAsync(Guid orderId, Func<Task<JsonElement[]>> look, Func<JsonElement[], bool> isThere) =>
        StoreUntilAsync($"the life of order {orderId}", async _ => isThere(await look()));

    private async Task<JsonElement[]> LifeAsync(Guid orderId) =>
        await Front.LookAsync($"/orders/{orderId}") is { Status: 200 } answer ? [.. answer.Json.GetProperty("life").EnumerateArray()] : [];

    private static Guid[] Ids(HttpAnswer answer) => [.. answer.Is(200).EnumerateArray().Select(order => order.GetProperty("orderId").GetGuid())];

    private static string? Link(HttpAnswer answer) => answer.Headers.TryGetValues("Link", out var links) ? links.Single() : null;
}
