namespace FlashFlow.WebFront.Tests.Operators;

public sealed class OperatorKeyHandlerTests(ClusterFront shared) : SharedFrontTests(shared)
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
        $"Bearer {FrontOptions.DemoOperatorKey}");

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

    // None of the operator's calls is answered, and none has changed anything.
    private async Task AreUnauthorizedAsync(RunningFront front, string productId, string? authorization)
    {
        var before = await Footprint.OfAsync(Sandbox, Product);
        foreach (var (method, call, body) in Calls)
            IsUnauthorized(await CallAsync(front, method, $"/products/{productId}{call}", body, authorization));
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    private static void IsUnauthorized(HttpAnswer answer)
    {
        answer.IsProblem(401, "operator_key_required");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    private static Task<HttpAnswer> CallAsync(RunningFront front, string method, string path, string? body, string? authorization) =>
        front.SendAsync(
            new(method),
            path,
            body is null ? null : RunningFront.Json(body),
            authorization is null ? [] : [("Authorization", authorization)]);
}
