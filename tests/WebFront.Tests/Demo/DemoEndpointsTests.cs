namespace FlashFlow.WebFront.Tests.Demo;

/// <summary>The two calls of the Node.js original, as it makes them: without a body, without a header.</summary>
public sealed class DemoEndpointsTests : SharedFrontTests
{
    public DemoEndpointsTests(ClusterFront shared)
        : base(shared) => Product = "demo";

    [Fact]
    public async Task G1_G2_of_300_buyers_at_once_exactly_100_get_one_of_100_units()
    {
        var init = await DemoFront.PostAsync("/init");
        init.Is(200, $$"""{"productId":"demo","epoch":{{(await SaleAsync()).Epoch}},"stock":100}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => DemoFront.PostAsync("/buy")));

        var accepted = answers.Where(answer => answer.Status == 202).ToList();
        Assert.Equal(100, accepted.Select(answer => answer.IsOrder(202, Product)).Distinct().Count());
        Assert.Equal(100, accepted.Count);
        var refused = answers.Where(answer => answer.Status != 202).ToList();
        Assert.All(refused, answer => answer.IsProblem(409, "sold_out"));
        Assert.All(refused, answer => Assert.Equal("Sold Out", answer.Json.GetProperty("title").GetString()));
        var sale = await SaleAsync();
        Assert.Equal((0, 100, 100), (sale.Remaining, sale.Accepted, sale.Orders));
    }

    [Fact]
    public async Task Init_puts_the_demo_product_back_to_100_units_at_once()
    {
        (await DemoFront.PostAsync("/init")).Is(200);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => DemoFront.PostAsync("/buy")));
        (await DemoFront.PostAsync("/buy")).IsProblem(409, "sold_out");
        var first = (await SaleAsync()).Epoch;

        (await DemoFront.PostAsync("/init")).Is(200);

        (await DemoFront.PostAsync("/buy")).IsOrder(202, Product);
        var sale = await SaleAsync();
        Assert.True(sale.Epoch > first);
        Assert.Equal((99, 1), (sale.Remaining, sale.Accepted));
        Assert.Equal(new EndedSale(first, Orders: 100, Units: 100), (await Sandbox.Sales.ListEndedAsync(Product))[^1]);
    }

    [Fact]
    public async Task The_demos_order_can_be_asked_for()
    {
        await DemoFront.PostAsync("/init");
        var buy = await DemoFront.PostAsync("/buy");

        (await DemoFront.GetAsync(buy.Headers.Location!.OriginalString)).Is(200, $$"""{"orderId":"{{buy.OrderId}}","status":"confirmed","quantity":1,"stored":false}""");
    }

    [Fact]
    public async Task A_buy_before_the_first_init_is_of_an_unknown_product()
    {
        await using var sandbox = await CreateCornerAsync();
        await using var guard = await EngineProcess.StartGuardAsync(sandbox);
        await using var front = await RunningFront.StartAsync(sandbox, RunningFront.InDemoMode);

        (await front.PostAsync("/buy")).IsProblem(404, "unknown_product");
    }

    [Fact]
    public async Task Another_stock_can_be_asked_for()
    {
        (await DemoFront.PostAsync("/init?stock=10000000")).Is(200);
        Assert.Equal(10_000_000, (await SaleAsync()).Remaining);

        (await DemoFront.PostAsync("/init?stock=0")).Is(200);
        (await DemoFront.PostAsync("/buy")).IsProblem(409, "sold_out");
    }

    [Theory]
    [InlineData("-1", 422, "invalid_sale")]
    [InlineData("1000000001", 422, "invalid_sale")]
    [InlineData("many", 400, "bad_request")]
    [InlineData("1.5", 400, "bad_request")]
    [InlineData("10000000000", 400, "bad_request")]
    public async Task A_stock_that_cannot_be_is_refused_and_nothing_begins(string stock, int status, string code)
    {
        await DemoFront.PostAsync("/init");

        var answer = await IsRefusedAsync(status, code, () => DemoFront.PostAsync($"/init?stock={stock}"));

        // It has no body and needs none.
        Assert.DoesNotContain("body", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_that_everybody_knows_operates_the_demo_from_the_same_machine()
    {
        await DemoFront.PostAsync("/init");

        (await PauseAsync(DemoFront.Address)).Is(200);

        (await DemoFront.PostAsync("/buy")).IsProblem(409, "paused");
    }

    [ElsewhereFact]
    public async Task Who_calls_from_elsewhere_may_buy_but_not_operate_the_demo()
    {
        await DemoFront.PostAsync("/init");
        var elsewhere = DemoFront.AddressAt(ElsewhereFactAttribute.Address!);

        await IsRefusedAsync(403, "loopback_only", () => DemoFront.SendAsync(HttpMethod.Post, new Uri(elsewhere, "/init")));
        await IsRefusedAsync(401, "operator_key_required", () => PauseAsync(elsewhere));

        (await DemoFront.SendAsync(HttpMethod.Post, new Uri(elsewhere, "/buy"))).IsOrder(202, Product);
    }

    [Fact]
    public async Task Outside_demo_mode_the_calls_are_not_there()
    {
        await DemoFront.PostAsync("/init");

        await IsRefusedAsync(404, "not_found", () => Front.PostAsync("/init"));
        await IsRefusedAsync(404, "not_found", () => Front.PostAsync("/buy"));
    }

    private Task<HttpAnswer> PauseAsync(Uri address) => DemoFront.SendAsync(
        HttpMethod.Post,
        new Uri(address, $"/products/{Product}/pause"),
        content: null,
        ("Authorization", $"Bearer {FrontOptions.DemoOperatorKey}"));
}
