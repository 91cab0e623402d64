namespace FlashFlow.WebFront.Tests.Operators;

/// <summary>A product whose sale is over is put away, and nothing of it is lost.</summary>
public abstract class ArchiveTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task An_archived_product_is_not_listed_and_its_orders_books_and_history_stay()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        var stored = (await Front.BuyAsync(Product)).IsOrder(202, Product);
        await StoreAsync(stored);
        var accepted = (await Front.BuyAsync(Product, key: "k")).IsOrder(202, Product);
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close");

        Assert.Equal((204, ""), await ArchiveAsync());

        (await Front.GetAsync($"/products/{Product}")).IsProblem(404, "unknown_product");
        (await Front.GetAsync($"/products/{Product}/live")).IsProblem(404, "unknown_product");
        (await Front.BuyAsync(Product)).IsProblem(404, "unknown_product");
        Assert.DoesNotContain($"\"{Product}\"", (await Front.GetAsync("/products?limit=1000")).Text, StringComparison.Ordinal);
        (await Front.GetAsync($"/products/{Product}/orders/{stored}")).Is(200, $$"""{"orderId":"{{stored}}","status":"confirmed","quantity":1,"stored":true}""");
        (await Front.GetAsync($"/products/{Product}/orders/{accepted}")).Is(200, $$"""{"orderId":"{{accepted}}","status":"confirmed","quantity":1,"stored":false}""");
        Assert.Equal(accepted, (await Front.BuyAsync(Product, key: "k")).IsOrder(200, Product)); // G4

        var books = (await Front.AuditAsync(Product)).Is(200)[0];
        Assert.Equal((2, 1), (books.GetProperty("accepted").GetProperty("orders").GetInt64(), books.GetProperty("stored").GetProperty("orders").GetInt64()));
        Assert.Equal(JsonValueKind.Null, books.GetProperty("imbalance").ValueKind);
        var history = (await Front.OperateAsync(HttpMethod.Get, $"/products/{Product}/history")).Is(200).EnumerateArray();
        Assert.Equal(("archived", "operator"), (history.Last().GetProperty("what").GetString(), history.Last().GetProperty("operator").GetString()));

        Assert.Equal((204, ""), await ArchiveAsync());
        foreach (var call in new[] { "pause", "resume", "close" })
            (await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/{call}")).IsProblem(404, "unknown_product");
        (await Front.RestockAsync(Product, new { units = 1 })).IsProblem(404, "unknown_product");
    }

    [Fact]
    public async Task After_an_archived_sale_a_new_one_begins_with_a_later_number()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        var first = (await Front.BuyAsync(Product)).IsOrder(202, Product);
        await StoreAsync(first);
        var epoch = (await SaleAsync()).Epoch;
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close");
        await ArchiveAsync();

        var sale = (await Front.DefineAsync(Product, new { name = "Phone", stock = 3 })).Is(201);

        Assert.InRange(sale.GetProperty("epoch").GetInt64(), epoch + 1, long.MaxValue);
        (await Front.GetAsync($"/products/{Product}")).Is(200);
        Assert.Contains($"\"{Product}\"", (await Front.GetAsync("/products?limit=1000")).Text, StringComparison.Ordinal);
        (await Front.BuyAsync(Product, quantity: 3)).IsOrder(202, Product);
        (await Front.GetAsync($"/products/{Product}/orders/{first}")).Is(200);
        Assert.Equal("superseded", (await Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}?epoch={epoch}")).Code);
    }

    [Fact]
    public async Task A_sale_that_may_still_sell_is_not_archived()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        await IsRefusedAsync(409, "not_over", () => Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}"));
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause");
        await IsRefusedAsync(409, "not_over", () => Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}"));

        await Front.DefineAsync(Product, new { name = "Phone", stock = 10, closesAt = DateTimeOffset.UtcNow.AddMinutes(-1) });
        Assert.Equal((204, ""), await ArchiveAsync());
    }

    [Fact]
    public async Task Only_operators_archive_and_only_products_that_there_are()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close");
        await IsRefusedAsync(401, "operator_key_required", () => Front.SendAsync(HttpMethod.Delete, $"/products/{Product}"));
        await IsRefusedAsync(404, "unknown_product", () => Front.OperateAsync(HttpMethod.Delete, "/products/ghost"));
        await IsRefusedAsync(422, "invalid_product_id", () => Front.OperateAsync(HttpMethod.Delete, "/products/GHOST"));
        await IsRefusedAsync(400, "bad_request", () => Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}?epoch=x"));
    }

    private async Task<(int Status, string Text)> ArchiveAsync()
    {
        var answer = await Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}");
        return (answer.Status, answer.Text);
    }
}

public sealed class ArchiveInClusterTests(ClusterFront shared) : ArchiveTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class ArchiveStandaloneTests(StandaloneFront shared) : ArchiveTests(shared);
