namespace FlashFlow.WebFront.Tests.Access;

/// <summary>Whose key is whose, and which calls a key of each role opens.</summary>
public sealed class AccessEndpointTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string SomeOrder = "0190b6a5-1111-7222-8333-444444444444";

    public static TheoryData<string> Looks => new(
        "/sales",
        "/products/ghost/sale",
        "/products/ghost/sales",
        "/products/ghost/activity",
        "/products/ghost/orders",
        "/products/ghost/sales/1/orders.csv",
        "/products/ghost/sales/1/orders.jsonl",
        "/products/ghost/rebuild",
        "/products/ghost/history",
        "/products/ghost/audit",
        $"/orders/{SomeOrder}",
        "/dead-letters",
        "/dead-letters/00000000");

    public static TheoryData<string, string> Changes => new()
    {
        { "PUT", "" },
        { "DELETE", "" },
        { "POST", "/restock" },
        { "POST", "/pause" },
        { "POST", "/resume" },
        { "POST", "/close" },
        { "POST", "/rebuild?epoch=1" },
    };

    [Theory]
    [InlineData(RunningFront.OperatorKey, "operator", "operator")]
    [InlineData(RunningFront.NamedOperatorKey, RunningFront.NamedOperator, "operator")]
    [InlineData(RunningFront.ShopKey, RunningFront.ShopName, "shop")]
    [InlineData(RunningFront.ViewerKey, RunningFront.ViewerName, "viewer")]
    public async Task Whoever_shows_a_key_is_told_whose_it_is(string key, string name, string role) =>
        (await Front.CallAsync(HttpMethod.Get, "/access", key)).Is(200, $$"""{"name":"{{name}}","role":"{{role}}"}""");

    [Theory]
    [InlineData(FrontOptions.DemoOperatorKey, "operator", "operator")]
    [InlineData(FrontOptions.DemoShopKey, "demo-shop", "shop")]
    [InlineData(FrontOptions.DemoViewerKey, "demo-viewer", "viewer")]
    public async Task The_demo_has_a_key_of_each_role(string key, string name, string role) =>
        (await DemoFront.CallAsync(HttpMethod.Get, "/access", key)).Is(200, $$"""{"name":"{{name}}","role":"{{role}}"}""");

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer nobodys-key-of-all")]
    [InlineData($"Bearer {FrontOptions.DemoViewerKey}")]
    [InlineData($"Basic {RunningFront.ViewerKey}")]
    public async Task Without_a_key_nobody_is_anybody(string? authorization)
    {
        var answer = await Front.SendAsync(
            HttpMethod.Get, "/access", content: null, authorization is null ? [] : [("Authorization", authorization)]);

        answer.IsProblem(401, "key_required");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Viewers_and_operators_look_and_nobody_else(string path)
    {
        foreach (var key in new[] { RunningFront.ViewerKey, RunningFront.NamedOperatorKey, RunningFront.OperatorKey })
            Assert.Contains((await Front.CallAsync(HttpMethod.Get, path, key)).Status, new[] { 200, 404 });
        (await Front.CallAsync(HttpMethod.Get, path, RunningFront.ShopKey)).IsProblem(403, "forbidden");
        (await Front.CallAsync(HttpMethod.Get, path, "nobodys-key-of-all")).IsProblem(401, "operator_key_required");
        (await Front.GetAsync(path)).IsProblem(401, "operator_key_required");
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_parameter_that_a_call_does_not_take_is_refused(string path) =>
        (await Front.LookAsync($"{path}?nothing=1")).IsProblem(400, "bad_request");

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_product_id_outside_the_alphabet_is_refused(string path)
    {
        if (path.Contains("ghost", StringComparison.Ordinal))
            (await Front.LookAsync(path.Replace("ghost", "GHOST", StringComparison.Ordinal))).IsProblem(422, "invalid_product_id");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_key_of_a_viewer_changes_no_sale(string method, string call)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(403, "forbidden", () => Front.CallAsync(new(method), $"/products/{Product}{call}", RunningFront.ViewerKey));
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("discard")]
    public async Task The_key_of_a_viewer_decides_about_no_dead_letter(string decision) =>
        (await Front.CallAsync(HttpMethod.Post, $"/dead-letters/00000000/{decision}", RunningFront.ViewerKey)).IsProblem(403, "forbidden");

    [Theory]
    [InlineData("confirm")]
    [InlineData("extend")]
    [InlineData("cancel")]
    public async Task The_key_of_a_viewer_changes_no_order(string change)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product)).IsOrder(202, Product);

        await IsRefusedAsync(403, "forbidden", () => Front.ChangeAsync($"/products/{Product}/orders/{orderId}/{change}", RunningFront.ViewerKey));
    }
}
