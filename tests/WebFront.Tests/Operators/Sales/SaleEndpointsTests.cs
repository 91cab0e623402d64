using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Operators.Sales;

/// <summary>What operators see of sales: those that run, those that are suspended or lost, and those that were.</summary>
public abstract class SaleEndpointsTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_sale_is_shown_with_all_that_operators_decide_and_when_it_was_so()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var sale = new { name = "Phone", stock = 10, price = 9.5m, currency = "EUR", limitPerShopper = 3, opensAt = "2026-01-01T00:00:00Z", closesAt = "2999-01-01T00:00:00Z", holdSeconds = 60 };
        await Front.DefineAsync(Product, sale);
        (await Front.BuyAsync(Product, quantity: 2)).Is(202);

        var shown = (await Front.LookAsync($"/products/{Product}/sale")).Is(200);

        var epoch = (await SaleAsync()).Epoch;
        Assert.StartsWith(
            $$"""
            {"productId":"{{Product}}","epoch":{{epoch}},"name":"Phone","state":"open","initial":10,"added":0,"remaining":8,"accepted":2,"orders":1,"held":2,"sold":0,
            "returned":0,"price":9.5,"currency":"EUR","holdSeconds":60,"holdMaxSeconds":60,"cancelUntil":null,"returnAfterSeconds":0,
            "limitPerShopper":3,"opensAt":"2026-01-01T00:00:00+00:00","closesAt":"2999-01-01T00:00:00+00:00","suspended":null,"asOf":"
            """.ReplaceLineEndings(""),
            shown.GetRawText(),
            StringComparison.Ordinal);
        Assert.InRange(shown.GetProperty("asOf").GetDateTimeOffset(), before, DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task An_archived_sale_is_shown_by_itself_and_is_not_in_the_list()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        Assert.Equal("open", (await ListedAsync(Front, Product))?.GetProperty("state").GetString());
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close");
        Assert.Equal("closed", (await ListedAsync(Front, Product))?.GetProperty("state").GetString());
        await Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}");

        Assert.Equal("archived", (await Front.LookAsync($"/products/{Product}/sale")).Is(200).GetProperty("state").GetString());
        Assert.Null(await ListedAsync(Front, Product));
    }

    [Fact]
    public async Task A_product_that_nobody_ever_sold_is_unknown()
    {
        (await Front.LookAsync("/products/ghost/sale")).IsProblem(404, "unknown_product");
        (await Front.LookAsync("/products/ghost/sales")).IsProblem(404, "unknown_product");
    }

    [Fact]
    public async Task The_list_comes_in_pages_of_which_each_has_a_name_and_names_the_next()
    {
        foreach (var suffix in new[] { "a", "b", "c" })
            await Front.DefineAsync($"{Product}.{suffix}", new { name = "Phone", stock = 10 });

        var page = await Front.LookAsync($"/sales?after={Product}&limit=2");
        Assert.Equal([$"{Product}.a", $"{Product}.b"], page.Is(200).EnumerateArray().Select(sale => sale.GetProperty("productId").GetString()));
        Assert.Equal($"</sales?after={Product}.b&limit=2>; rel=\"next\"", page.Headers.GetValues("Link").Single());
        Assert.NotNull(page.Headers.ETag);
        var next = await Front.LookAsync($"/sales?after={Product}.b&limit=1");
        Assert.Equal($"{Product}.c", Assert.Single(next.Is(200).EnumerateArray()).GetProperty("productId").GetString());

        // Shoppers who ask for the same page get theirs.
        Assert.False((await Front.GetAsync($"/products?after={Product}.b&limit=1")).Is(200)[0].TryGetProperty("orders", out _));
    }

    [Theory]
    [InlineData("limit=0", 422, "invalid_page")]
    [InlineData("limit=1001", 422, "invalid_page")]
    [InlineData("after=A%20B", 422, "invalid_page")]
    [InlineData("limit=many", 400, "bad_request")]
    [InlineData("after=a&after=b", 400, "bad_request")]
    public async Task A_page_that_cannot_be_is_refused(string query, int status, string code) =>
        (await Front.LookAsync($"/sales?{query}")).IsProblem(status, code);

    [Fact]
    public async Task G7_a_sale_that_is_suspended_and_one_that_is_lost_are_in_the_list_with_the_reason()
    {
        await using var corner = await CreateCornerAsync();
        var behind = await corner.StartSaleAsync("behind", stock: 10);
        var lost = await corner.StartSaleAsync("lost", stock: 10);
        foreach (var (productId, epoch) in new[] { ("behind", behind), ("lost", lost) })
            await corner.Orders.StoreAsync([SampleBatch.Of(epoch, first: 1, count: 2) with { ProductId = productId }], [], [], CancellationToken.None);
        await corner.RestoreLedgerAsync((await corner.CopyLedgerAsync()).Where(entry => entry.Key.ToString().Contains("behind", StringComparison.Ordinal)).ToDictionary());
        await using var guard = await EngineProcess.StartGuardAsync(corner);
        await using var front = await RunningFront.StartAsync(corner, RunningFront.WithNamedKeys);

        var sale = await Eventually.SeesAsync("the lost sale in the list", () => ListedAsync(front, "lost"), sale => sale is not null);
        Assert.Equal(
            ("suspended", lost, $"the ledger has lost sale {lost}, which had come to transition 2"),
            (sale!.Value.GetProperty("state").GetString(), sale.Value.GetProperty("epoch").GetInt64(), sale.Value.GetProperty("suspended").GetString()));
        sale = await Eventually.SeesAsync("the other, suspended", () => ListedAsync(front, "behind"), sale => sale?.GetProperty("state").GetString() == "suspended");
        Assert.Equal($"the ledger of sale {behind} is back at transition 0, and 2 had happened", sale!.Value.GetProperty("suspended").GetString());
        (await front.LookAsync("/products/lost/sale")).Is(200);
        (await front.GetAsync("/products/lost")).IsProblemForNow("suspended", retryAfterSeconds: 30);
        Assert.DoesNotContain("\"lost\"", (await front.GetAsync("/products")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_sale_that_a_product_has_had_is_listed_with_what_is_stored_of_it()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10, price = 9.5m, currency = "EUR" });
        var first = (await SaleAsync()).Epoch;
        await Front.RestockAsync(Product, new { units = 5 });
        await StoreAsync((await Front.BuyAsync(Product, quantity: 2)).IsOrder(202, Product));
        await StoreAsync((await Front.BuyAsync(Product)).IsOrder(202, Product));
        await Front.DefineAsync(Product, new { name = "Telephone", stock = 7 }, reset: true);
        var second = (await SaleAsync()).Epoch;

        var sales = (await Front.LookAsync($"/products/{Product}/sales")).Is(200).EnumerateArray().ToArray();

        Assert.Equal([(second, "Telephone", "open", 0, 0), (first, "Phone", "superseded", 2, 3)], sales.Select(sale => (
            sale.GetProperty("epoch").GetInt64(),
            sale.GetProperty("name").GetString(),
            sale.GetProperty("state").GetString(),
            sale.GetProperty("orders").GetInt32(),
            sale.GetProperty("units").GetInt32())));
        Assert.Equal(("9.5", "EUR", 10, 5), (
            sales[1].GetProperty("price").GetRawText(), sales[1].GetProperty("currency").GetString(), sales[1].GetProperty("stock").GetInt32(), sales[1].GetProperty("added").GetInt32()));
        Assert.True(sales[1].GetProperty("startedAt").GetDateTimeOffset() < sales[0].GetProperty("startedAt").GetDateTimeOffset());

        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close");
        Assert.Equal("closed", (await Front.LookAsync($"/products/{Product}/sales")).Is(200)[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Without_PostgreSQL_the_sales_that_run_are_shown_and_those_that_were_are_not()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(
            Sandbox, [.. RunningFront.WithNamedKeys, ("FlashFlow:Postgres:ConnectionString", $"Host=127.0.0.1;Port={FreePort.Find()};Username=x;Password=x;Database=x")]);

        Assert.NotNull(await ListedAsync(front, Product));
        (await front.LookAsync($"/products/{Product}/sale")).Is(200);
        (await front.LookAsync($"/products/{Product}/sales")).IsProblemForNow("unavailable");
    }

    private static async Task<JsonElement?> ListedAsync(RunningFront front, string productId)
    {
        var listed = (await front.LookAsync("/sales?limit=1000")).Is(200).EnumerateArray().Where(sale => sale.GetProperty("productId").GetString() == productId).ToArray();
        return listed.Length == 0 ? null : listed.Single();
    }
}

public sealed class SaleEndpointsInClusterTests(ClusterFront shared) : SaleEndpointsTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class SaleEndpointsStandaloneTests(StandaloneFront shared) : SaleEndpointsTests(shared);
