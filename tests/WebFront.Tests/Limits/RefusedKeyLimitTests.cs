using System.Net;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Shoppers;
using FlashFlow.WebFront.Tests.Shoppers;

namespace FlashFlow.WebFront.Tests.Limits;

/// <summary>Who tries keys is slowed down, and nobody else.</summary>
public sealed class RefusedKeyLimitTests(ClusterFront shared) : ShopperFronts(shared)
{
    private const string WrongKey = "nobodys-key-of-all";

    [Fact]
    public async Task After_some_wrong_keys_an_address_hears_429_and_its_good_keys_are_taken_all_the_same()
    {
        await using var front = await StartAsync(("FlashFlow:RateLimit:RefusedKeysPerMinute", "5"), ("FlashFlow:Front:TrustedProxies", "127.0.0.1"));
        for (var i = 0; i < 5; i++)
            (await CallAsync(front, WrongKey, "192.0.2.7")).IsProblem(401, "key_required");

        var refused = await CallAsync(front, WrongKey, "192.0.2.7");
        refused.IsProblem(429, "too_many_wrong_keys");
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);

        (await CallAsync(front, RunningFront.ShopKey, "192.0.2.7")).Is(200);
        (await CallAsync(front, key: null, "192.0.2.7")).IsProblem(401, "key_required");
        (await CallAsync(front, WrongKey, "192.0.2.8")).IsProblem(401, "key_required");
    }

    [Fact]
    public async Task No_call_is_left_at_which_keys_can_be_tried()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product)).OrderId;
        await using var front = await StartAsync(("FlashFlow:RateLimit:RefusedKeysPerMinute", "1"));
        Assert.Equal(200, (await front.CallAsync(HttpMethod.Get, $"/products/{Product}/orders/{orderId}", WrongKey)).Status);

        foreach (var (method, path) in new[]
        {
            ("GET", $"/products/{Product}/orders/{orderId}"), ("POST", $"/products/{Product}/orders/{orderId}/confirm"), ("GET", "/sales"), ("POST", $"/products/{Product}/pause"),
        })
        {
            (await front.CallAsync(new(method), path, WrongKey)).IsProblem(429, "too_many_wrong_keys");
        }

        Assert.Equal(200, (await front.FindAsync(Product, orderId)).Status);
        (await front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task Where_shoppers_have_tokens_a_wrong_key_counts_and_an_expired_token_does_not()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required, ("FlashFlow:RateLimit:RefusedKeysPerMinute", "1"));
        for (var i = 0; i < 3; i++)
            (await BuyAsync(front, Shop.Token("ada", claims => claims["exp"] = 1), new { quantity = 1 })).IsProblem(401, "invalid_token");

        (await BuyAsync(front, WrongKey, new { shopperId = "ada", quantity = 1 })).IsProblem(401, "invalid_token");
        (await BuyAsync(front, WrongKey, new { shopperId = "ada", quantity = 1 })).IsProblem(429, "too_many_wrong_keys");
        (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 })).IsOrder(202, Product);
    }

    [Fact]
    public void A_network_of_64_bits_is_one_address_and_a_minute_later_all_is_free()
    {
        var clock = new ManualClock();
        using var limit = new RefusedKeyLimit(new() { RefusedKeysPerMinute = 3 }, clock);
        for (var i = 1; i <= 3; i++)
            Assert.True(limit.Allows(IPAddress.Parse($"2001:db8::{i}")));

        Assert.False(limit.Allows(IPAddress.Parse("2001:db8::4")));
        Assert.True(limit.Allows(IPAddress.Parse("2001:db8:0:1::4")));
        clock.Advance(TimeSpan.FromSeconds(60));
        for (var i = 1; i <= 3; i++)
            Assert.True(limit.Allows(IPAddress.Parse("2001:db8::4")));
        Assert.False(limit.Allows(IPAddress.Parse("2001:db8::4")));
    }

    private Task<RunningFront> StartAsync(params (string Key, string Value)[] settings) => RunningFront.StartAsync(Sandbox, [.. RunningFront.WithNamedKeys, .. settings]);

    private static Task<HttpAnswer> CallAsync(RunningFront front, string? key, string from) => front.SendAsync(
        HttpMethod.Get, "/access", content: null, [("X-Forwarded-For", from), .. key is null ? Array.Empty<(string, string)>() : [("Authorization", $"Bearer {key}")]]);
}
