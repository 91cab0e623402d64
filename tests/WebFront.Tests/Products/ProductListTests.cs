using System.Diagnostics;

namespace FlashFlow.WebFront.Tests.Products;

/// <summary>The list of all products, which anybody may ask for as often as they like.</summary>
public sealed class ProductListTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task The_list_comes_in_pages_of_which_each_names_the_next()
    {
        await using var sandbox = await CreateCornerAsync();
        await OpenAsync(sandbox, 250);
        await using var guard = await EngineProcess.StartGuardAsync(sandbox);
        await using var front = await RunningFront.StartAsync(sandbox);

        var seen = new List<string>();
        var sizes = new List<int>();
        for (var path = "/products"; path is not null;)
        {
            var page = await front.GetAsync(path);
            sizes.Add(page.Is(200).GetArrayLength());
            seen.AddRange(Ids(page));
            path = Next(page);
        }

        Assert.Equal([100, 100, 50], sizes);
        Assert.Equal(Enumerable.Range(0, 250).Select(Id), seen);

        var middle = await front.GetAsync($"/products?after={Id(119)}&limit=30");
        Assert.Equal(Enumerable.Range(120, 30).Select(Id), Ids(middle));
        Assert.Equal($"/products?after={Id(149)}&limit=30", Next(middle));
        Assert.Equal(Enumerable.Range(120, 2).Select(Id), Ids(await front.GetAsync("/products?after=p0119x&limit=2")));
        Assert.Equal(250, (await front.GetAsync("/products?limit=1000")).Is(200).GetArrayLength());
        Assert.Null(Next(await front.GetAsync("/products?limit=250")));
        (await front.GetAsync("/products?after=z")).Is(200, "[]");
    }

    [Theory]
    [InlineData("limit=0", 422, "invalid_page")]
    [InlineData("limit=-1", 422, "invalid_page")]
    [InlineData("limit=1001", 422, "invalid_page")]
    [InlineData("limit=many", 400, "bad_request")]
    [InlineData("after=", 422, "invalid_page")]
    [InlineData("after=A%20B", 422, "invalid_page")]
    [InlineData("after=a&after=b", 400, "bad_request")]
    [InlineData("limit=1&limit=2", 400, "bad_request")]
    public async Task A_page_that_cannot_be_is_refused(string query, int status, string code) =>
        (await Front.GetAsync($"/products?{query}")).IsProblem(status, code);

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        var page = await Front.GetAsync("/products?limit=1000");
        var name = page.Headers.ETag!;
        Assert.False(name.IsWeak);

        foreach (var known in new[] { $"{name}", $"W/{name}", $"\"other\", {name}", "*" })
        {
            var unchanged = await AskAsync(known);
            Assert.Equal((304, "", name), (unchanged.Status, unchanged.Text, unchanged.Headers.ETag));
        }

        await Front.RestockAsync(Product, new { units = 1 });
        var changed = await AskAsync($"{name}");
        changed.Is(200);
        Assert.NotEqual(name, changed.Headers.ETag);

        Task<HttpAnswer> AskAsync(string known) =>
            Front.SendAsync(HttpMethod.Get, new Uri(Front.Address, "/products?limit=1000"), content: null, ("If-None-Match", known));
    }

    [Fact]
    public async Task An_operators_change_is_in_the_list_at_once_and_of_another_front_soon()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        Assert.Contains(Product, Ids(await Front.GetAsync("/products?limit=1000")));
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause");

        Assert.Equal("paused", Listed(await Front.GetAsync("/products?limit=1000")));
        await Eventually.HoldsAsync("the change at the other front", async () => Listed(await OtherFront.GetAsync("/products?limit=1000")) == "paused");

        string? Listed(HttpAnswer page) => page.Is(200).EnumerateArray()
            .Single(product => product.GetProperty("productId").GetString() == Product).GetProperty("state").GetString();
    }

    [Fact]
    public async Task A_crowd_that_asks_for_all_kinds_of_pages_costs_a_few_readings_a_second_and_does_not_keep_others_from_buying()
    {
        await using var sandbox = await CreateCornerAsync();
        await OpenAsync(sandbox, 1_000);
        await sandbox.StartSaleAsync(Product, stock: 40);
        await using var guard = await EngineProcess.StartGuardAsync(sandbox);
        await using var front = await RunningFront.StartAsync(sandbox, CountedLooks.In(out var counted));
        (await front.BuyAsync(Product, quantity: 1)).IsOrder(202, Product);
        var (looks, lists, started) = (counted.Looks, counted.Lists, Stopwatch.GetTimestamp());
        using var end = new CancellationTokenSource();
        var answers = 0;
        var crowd = Task.WhenAll(Enumerable.Range(0, 100).Select(ListUntilAsync));

        for (var i = 1; i < 40; i++)
            (await front.BuyAsync(Product, shopperId: $"s{i}").Within("a buy beside the crowd")).IsOrder(202, Product);

        await Eventually.HoldsAsync("many lists", () => Task.FromResult(answers >= 500));
        await end.CancelAsync();
        await crowd;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Assert.InRange(counted.Lists - lists, 1, 2 + (seconds * 4));
        Assert.InRange(counted.Looks - looks, 1, 20 + (seconds * 44));

        async Task ListUntilAsync(int caller)
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                (await front.GetAsync(caller % 2 == 0 ? "/products" : $"/products?after={Id((caller + i) % 1_000)}&limit={1 + ((caller * i) % 1_000)}")).Is(200);
                Interlocked.Increment(ref answers);
            }
        }
    }

    private static string Id(int number) => $"p{number:0000}";

    private static Task<bool[]> OpenAsync(Sandbox sandbox, int products) => Task.WhenAll(Enumerable.Range(0, products).Select(i =>
        sandbox.Sales.OpenAsync(new() { ProductId = Id(i), Name = $"Product {i}", Stock = 10 }, epoch: 1 + i, replacing: 0)));

    private static IEnumerable<string> Ids(HttpAnswer page) =>
        page.Is(200).EnumerateArray().Select(product => product.GetProperty("productId").GetString()!);

    private static string? Next(HttpAnswer page)
    {
        if (!page.Headers.TryGetValues("Link", out var links))
            return null;
        var link = links.Single();
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
        return link[1..link.IndexOf('>', StringComparison.Ordinal)];
    }
}
