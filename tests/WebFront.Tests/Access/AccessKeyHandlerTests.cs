namespace FlashFlow.WebFront.Tests.Access;

public sealed class AccessKeyHandlerTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private static readonly (string Method, string Call, string? Body)[] Calls =
    [
        ("PUT", "", """{"name":"Telephone","stock":10}"""),
        ("PUT", "?reset=true", """{"name":"Telephone","stock":10}"""),
        ("POST", "/restock", """{"units":1}"""),
        ("POST", "/pause", null),
        ("POST", "/resume", null),
        ("POST", "/close", null),
        ("GET", "/audit", null),
    ];

    private static readonly (string Call, object? Body)[] ShopCalls =
        [("confirm", new { paymentRef = "pay-1", amount = 0 }), ("extend", null), ("cancel", null), ("cancel", new { quantity = 1 })];

    public static TheoryData<string?> NoKeys => new(
        null,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong-key-of-the-operators",
        $"Bearer {RunningFront.OperatorKey}x",
        $"Bearer {RunningFront.OperatorKey.ToUpperInvariant()}",
        $"Bearer {RunningFront.OperatorKey}, Bearer {RunningFront.OperatorKey}",
        $"Bearer{RunningFront.OperatorKey}",
        $"Basic {RunningFront.OperatorKey}",
        RunningFront.OperatorKey,
        $"Bearer {FrontOptions.DemoOperatorKey}",
        $"Bearer {FrontOptions.DemoShopKey}",
        $"Bearer {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(RunningFront.ShopKey)))}");

    [Theory]
    [MemberData(nameof(NoKeys))]
    public async Task Without_the_key_no_operator_call_does_anything(string? authorization)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await AreUnauthorizedAsync(Front, Product, authorization);
    }

    [Theory]
    [InlineData("PUT", "", "{")]
    [InlineData("PUT", "", null)]
    [InlineData("PUT", "?reset=maybe", """{"name":"","stock":-1}""")]
    [InlineData("POST", "/restock", """{"units":"all"}""")]
    public async Task Who_has_no_key_hears_nothing_of_a_bad_body(string method, string call, string? body)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var before = await Footprint.OfAsync(Sandbox, Product);

        IsUnauthorized(await CallAsync(Front, method, $"/products/{Product}{call}", body, authorization: null));

        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    [Theory]
    [InlineData("ghost")]
    [InlineData("GHOST")]
    public async Task Who_has_no_key_does_not_hear_whether_a_product_exists(string productId) =>
        await AreUnauthorizedAsync(Front, productId, authorization: "Bearer wrong-key-of-the-operators");

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task With_the_key_every_operator_call_is_answered_however_the_scheme_is_spelt(string scheme)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        foreach (var (method, call, body) in Calls)
        {
            var answer = await CallAsync(Front, method, $"/products/{Product}{call}", body, $"{scheme} {RunningFront.OperatorKey}");
            answer.Is(call == "?reset=true" ? 201 : 200);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_key_of_its_own_a_front_has_no_operator_calls_also_not_for_the_key_of_the_demo(bool isEmpty)
    {
        await using var front = await RunningFront.StartAsync(Sandbox, isEmpty ? [("FlashFlow:Front:OperatorKey", "")] : []);

        await AreUnauthorizedAsync(front, Product, $"Bearer {FrontOptions.DemoOperatorKey}");
        await AreUnauthorizedAsync(front, Product, "Bearer ");
        await AreUnauthorizedAsync(front, Product, authorization: null);
    }

    [Fact]
    public async Task A_front_in_demo_mode_with_a_key_of_its_own_takes_only_that()
    {
        await using var front = await RunningFront.StartAsync(Sandbox, RunningFront.WithOperatorKey, RunningFront.InDemoMode);
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await AreUnauthorizedAsync(front, Product, $"Bearer {FrontOptions.DemoOperatorKey}");
        (await front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause")).Is(200);
    }

    [Theory]
    [MemberData(nameof(NoKeys))]
    public async Task Without_a_key_no_call_of_the_shop_does_anything(string? authorization)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product)).IsOrder(202, Product);
        var before = await Footprint.OfAsync(Sandbox, Product);

        foreach (var (call, body) in ShopCalls)
            IsUnauthorized(await CallShopAsync(Front, orderId, call, body, authorization), "key_required");
        IsUnauthorized(await CallAsync(Front, "POST", $"/products/{Product}/orders/{orderId}/confirm", "{", authorization), "key_required");

        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    [Theory]
    [InlineData(RunningFront.ShopKey)]
    [InlineData(RunningFront.NamedOperatorKey)]
    [InlineData(RunningFront.OperatorKey)]
    public async Task Shops_and_operators_are_answered_at_the_calls_of_the_shop(string key)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product)).IsOrder(202, Product);

        foreach (var (call, body) in ShopCalls)
            Assert.NotEqual(401, (await CallShopAsync(Front, orderId, call, body, $"Bearer {key}")).Status);
        Assert.Equal(10, (await SaleAsync()).Remaining);
    }

    [Fact]
    public async Task The_key_of_a_shop_opens_no_call_of_operators()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var before = await Footprint.OfAsync(Sandbox, Product);

        foreach (var (method, call, body) in Calls)
            (await CallAsync(Front, method, $"/products/{Product}{call}", body, $"Bearer {RunningFront.ShopKey}")).IsProblem(403, "forbidden");

        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    [Fact]
    public async Task The_history_tells_whose_key_changed_a_sale()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        (await CallAsync(Front, "POST", $"/products/{Product}/pause", body: null, $"Bearer {RunningFront.NamedOperatorKey}")).Is(200);

        var history = (await CallAsync(Front, "GET", $"/products/{Product}/history", body: null, $"Bearer {RunningFront.NamedOperatorKey}")).Is(200);

        Assert.Equal(["operator", RunningFront.NamedOperator], history.EnumerateArray().Select(change => change.GetProperty("operator").GetString()));
    }

    [Fact]
    public async Task What_a_shop_pays_with_is_told_to_who_shows_a_key_only()
    {
        await Sandbox.Office.StartAsync(new() { ProductId = Product, Name = Product, Stock = 10, HoldSeconds = 300, HoldMaxSeconds = 300 }, by: "test");
        var orderId = (await Front.BuyAsync(Product)).OrderId;
        (await Front.ChangeAsync(Product, orderId, "confirm", new { paymentRef = "pay-1", amount = 0 })).Is(200);

        var place = $"/products/{Product}/orders/{orderId}";
        foreach (var authorization in NoKeys)
            Assert.DoesNotContain("pay-1", (await CallAsync(Front, "GET", place, body: null, authorization)).Text, StringComparison.Ordinal);
        foreach (var key in new[] { RunningFront.ShopKey, RunningFront.NamedOperatorKey, RunningFront.OperatorKey })
            Assert.Equal("pay-1", (await CallAsync(Front, "GET", place, body: null, $"Bearer {key}")).Is(200).GetProperty("paymentRef").GetString());
    }

    [Fact]
    public async Task The_demo_has_a_key_of_a_shop_and_one_of_an_operator()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await DemoFront.BuyAsync(Product)).IsOrder(202, Product);

        (await CallShopAsync(DemoFront, orderId, "cancel", body: null, $"Bearer {FrontOptions.DemoShopKey}")).Is(200);
        (await CallAsync(DemoFront, "POST", $"/products/{Product}/pause", body: null, $"Bearer {FrontOptions.DemoShopKey}")).IsProblem(403, "forbidden");
        (await CallAsync(DemoFront, "POST", $"/products/{Product}/pause", body: null, $"Bearer {FrontOptions.DemoOperatorKey}")).Is(200);
    }

    [ElsewhereFact]
    public async Task The_keys_of_the_demo_open_nothing_from_elsewhere()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await DemoFront.BuyAsync(Product)).IsOrder(202, Product);
        var elsewhere = DemoFront.AddressAt(ElsewhereFactAttribute.Address!);

        var answer = await DemoFront.SendAsync(
            HttpMethod.Post, new Uri(elsewhere, $"/products/{Product}/orders/{orderId}/cancel"), content: null, ("Authorization", $"Bearer {FrontOptions.DemoShopKey}"));

        IsUnauthorized(answer, "key_required");
    }

    [Fact]
    public async Task A_front_in_demo_mode_with_a_named_key_takes_no_key_of_the_demo()
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox, [RunningFront.InDemoMode, .. RunningFront.Named(0, RunningFront.ShopName, "shop", RunningFront.ShopKey)]);
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await front.BuyAsync(Product)).IsOrder(202, Product);

        await AreUnauthorizedAsync(front, Product, $"Bearer {FrontOptions.DemoOperatorKey}");
        IsUnauthorized(await CallShopAsync(front, orderId, "cancel", body: null, $"Bearer {FrontOptions.DemoShopKey}"), "key_required");
        (await CallShopAsync(front, orderId, "cancel", body: null, $"Bearer {RunningFront.ShopKey}")).Is(200);
    }

    // None of the operator's calls is answered, and none has changed anything.
    private async Task AreUnauthorizedAsync(RunningFront front, string productId, string? authorization)
    {
        var before = await Footprint.OfAsync(Sandbox, Product);
        foreach (var (method, call, body) in Calls)
            IsUnauthorized(await CallAsync(front, method, $"/products/{productId}{call}", body, authorization));
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    private static void IsUnauthorized(HttpAnswer answer, string code = "operator_key_required")
    {
        answer.IsProblem(401, code);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    private Task<HttpAnswer> CallShopAsync(RunningFront front, Guid orderId, string call, object? body, string? authorization) =>
        CallAsync(front, "POST", $"/products/{Product}/orders/{orderId}/{call}", body is null ? null : JsonSerializer.Serialize(body), authorization);

    private static Task<HttpAnswer> CallAsync(RunningFront front, string method, string path, string? body, string? authorization) =>
        front.SendAsync(
            new(method),
            path,
            body is null ? null : RunningFront.Json(body),
            authorization is null ? [] : [("Authorization", authorization)]);
}
