using System.Net;
using FlashFlow.WebFront.Limits;

namespace FlashFlow.WebFront.Tests.Limits;

public sealed class RateLimitTests(ClusterFront shared) : SharedFrontTests(shared)
{
    // Far more than any caller gets through in the second that brings one call more.
    private const int Many = 20_000;

    [Fact]
    public async Task A_shopper_buys_in_a_burst_and_then_once_a_second_and_others_do_not_feel_it()
    {
        await Sandbox.StartSaleAsync(Product, stock: Many);
        await using var front = await RunningFront.StartAsync(
            Sandbox, ("FlashFlow:RateLimit:PerShopperPerSecond", "1"), ("FlashFlow:RateLimit:ShopperBurst", "3"));

        var (taken, refused) = await CallUntilRefusedAsync(() => front.BuyAsync(Product));

        Assert.True(taken >= 3, $"Only {taken} of a burst of 3 were taken.");
        IsTooMany(refused);
        (await front.BuyAsync(Product, shopperId: "bob")).IsOrder(202, Product);
        await Eventually.HoldsAsync("ada to be heard again", async () => (await front.BuyAsync(Product)).Status == 202);
        Assert.Equal(taken + 2, (await SaleAsync()).Orders);
    }

    [Fact]
    public async Task Retries_with_a_key_count_too_and_other_products_as_well()
    {
        var other = $"{Product}.other";
        await Sandbox.StartSaleAsync(Product, stock: Many);
        await Sandbox.StartSaleAsync(other, stock: Many);
        await using var front = await RunningFront.StartAsync(
            Sandbox, ("FlashFlow:RateLimit:PerShopperPerSecond", "1"), ("FlashFlow:RateLimit:ShopperBurst", "2"));

        var (_, refused) = await CallUntilRefusedAsync(() => front.BuyAsync(Product, key: "k"));

        IsTooMany(refused);
        IsTooMany((await CallUntilRefusedAsync(() => front.BuyAsync(other))).Refused);
        Assert.Equal(1, (await SaleAsync()).Orders);
    }

    [Fact]
    public async Task A_buy_that_could_never_be_made_is_told_so_and_not_counted()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(
            Sandbox, ("FlashFlow:RateLimit:PerShopperPerSecond", "1"), ("FlashFlow:RateLimit:ShopperBurst", "1"));

        for (var i = 0; i < 20; i++)
            (await front.BuyAsync(Product, quantity: 0)).IsProblem(422, "invalid_quantity");

        (await front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Theory]
    [InlineData("GET", "/products")]
    [InlineData("GET", "/products/{0}")]
    [InlineData("GET", "/products/{0}/live")]
    [InlineData("GET", "/products/{0}/orders/0190b6a5-1111-7222-8333-444444444444")]
    [InlineData("POST", "/products/{0}/orders")]
    [InlineData("POST", "/buy")]
    public async Task An_address_that_asked_too_often_hears_so_at_every_call_of_shoppers(string method, string path)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await StartLimitedByAddressAsync();
        var (taken, refused) = await CallUntilRefusedAsync(() => front.GetAsync("/products/ghost"));

        Assert.True(taken >= 2, $"Only {taken} of a burst of 2 were taken.");
        IsTooMany(refused);
        var call = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, "ghost");
        IsTooMany((await CallUntilRefusedAsync(() => front.SendAsync(new(method), call))).Refused);
        Assert.Equal(0, (await SaleAsync()).Orders);
    }

    [Fact]
    public async Task An_address_that_asked_too_often_is_refused_before_its_body_is_read()
    {
        await using var front = await StartLimitedByAddressAsync();
        using var connection = await RawConnection.OpenAsync(front.Address);
        await CallUntilRefusedAsync(() => front.GetAsync("/products/ghost"));

        // Its body never comes; a call that is not refused waits for it.
        await connection.SendAsync(string.Concat(Enumerable.Repeat("GET /products/ghost HTTP/1.1\r\nHost: x\r\n\r\n", 50)));
        await connection.SendAsync($"POST /products/{Product}/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 32\r\n\r\n");

        Assert.EndsWith("too_many_requests\"}", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_address_the_operators_and_health_checks_do_not_feel_it()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await StartLimitedByAddressAsync();
        IsTooMany((await CallUntilRefusedAsync(() => front.GetAsync("/products"))).Refused);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await front.GetAsync("/health/live")).Status);
            (await front.AuditAsync(Product)).Is(200);
        }

        using var elsewhere = await RawConnection.OpenAsync(front.Address, from: IPAddress.Parse("127.0.0.77"));
        await elsewhere.SendAsync("GET /products HTTP/1.1\r\nHost: x\r\n\r\n");
        await elsewhere.ReadUntilAsync("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task Without_limits_nobody_is_refused()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1_000);

        for (var i = 0; i < 300; i++)
            (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("::1", "::")]
    [InlineData(null, "255.255.255.255")]
    public void A_household_is_one_address(string? address, string network) =>
        Assert.Equal(IPAddress.Parse(network), RemoteNetwork.Of(address is null ? null : IPAddress.Parse(address)));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.0")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.0")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::")]
    [InlineData(null, "255.255.255.0")]
    public void A_range_of_addresses_is_cut_where_they_are_handed_out(string? address, string range) =>
        Assert.Equal(IPAddress.Parse(range), RemoteNetwork.RangeOf(address is null ? null : IPAddress.Parse(address)));

    private Task<RunningFront> StartLimitedByAddressAsync() => RunningFront.StartAsync(
        Sandbox,
        RunningFront.WithOperatorKey,
        RunningFront.InDemoMode,
        ("FlashFlow:RateLimit:PerAddressPerSecond", "1"),
        ("FlashFlow:RateLimit:AddressBurst", "2"));

    private static async Task<(int Taken, HttpAnswer Refused)> CallUntilRefusedAsync(Func<Task<HttpAnswer>> call)
    {
        for (var taken = 0; taken < Many; taken++)
        {
            var answer = await call();
            if (answer.Status == 429)
                return (taken, answer);
        }

        throw new InvalidOperationException($"None of {Many} calls was refused.");
    }

    private static void IsTooMany(HttpAnswer answer)
    {
        answer.IsProblem(429, "too_many_requests");
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }
}
