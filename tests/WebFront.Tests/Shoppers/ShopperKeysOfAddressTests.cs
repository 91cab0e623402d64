using System.Diagnostics;
using FlashFlow.Supervisor.Servers;
using FlashFlow.WebFront.Shoppers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>Keys at an address that changes, is away, or answers what it should not.</summary>
public sealed class ShopperKeysOfAddressTests(ClusterFront shared) : ShopperFronts(shared)
{
    private const int Haste = 20;

    [Fact]
    public async Task Keys_are_read_and_read_again_when_the_shop_changes_them()
    {
        using var next = new SigningShop();
        await using var server = await KeyServer.StartAsync();
        server.Publish(Shop.KeySet());
        using var keys = await StartKeysAsync(server.Address);
        var first = await Eventually.SeesAsync("the first keys", () => Task.FromResult(keys.Current), set => set is not null);

        server.Publish(JsonSerializer.Serialize(new { keys = new[] { Shop.Jwk(), next.EdwardsJwk("key-2") } }));
        keys.AskAgain();

        var second = await Eventually.SeesAsync("both keys", () => Task.FromResult(keys.Current), set => set != first);
        Assert.Equal(["key-1", "key-2"], second!.Keys.Select(key => key.Key.KeyId));
        Assert.Null(keys.Trouble);
    }

    [Fact]
    public async Task Who_invents_keys_makes_no_crowd_of_calls()
    {
        await using var server = await KeyServer.StartAsync();
        server.Publish(Shop.KeySet());
        await using var front = await StartFrontAsync(server.Address);

        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => BuyAsync(
            front, Shop.Sign(new { alg = "ES256", kid = $"invented-{number}" }, SigningShop.Claims("ada", TimeProvider.System.GetUtcNow())), new { quantity = 1 })));

        Assert.All(answers, answer => answer.IsProblem(401, "invalid_token"));

        // Once for the front's start, and then every ten seconds at most.
        Assert.InRange(server.Asked, 1, 2 + (Stopwatch.GetElapsedTime(started).TotalSeconds / 10));
        Assert.Equal(1, server.MostAtOnce);
    }

    [Fact]
    public async Task Without_keys_a_front_is_not_ready_and_says_why_and_is_ready_once_they_are_there()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var port = FreePort.Find();
        await using var front = await StartFrontAsync(new($"http://127.0.0.1:{port}/keys"));

        var health = await Eventually.SeesAsync(
            "the reason in the health check", () => front.GetAsync("/health/ready"), seen => seen.Text.Contains("Connection refused", StringComparison.Ordinal));
        Assert.Equal(503, health.Status);
        Assert.Contains("The keys of shopper tokens could not be read.", health.Text, StringComparison.Ordinal);
        (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 })).IsProblemForNow("unavailable");

        await using var server = await KeyServer.StartAsync(port);
        server.Publish(Shop.KeySet());
        await Eventually.HoldsAsync("the front to be ready", async () => (await front.GetAsync("/health/ready")).Status == 200);
        (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 })).IsOrder(202, Product);
    }

    [Fact]
    public async Task While_the_address_is_away_the_last_keys_hold_and_the_health_check_says_so()
    {
        var server = await KeyServer.StartAsync();
        server.Publish(Shop.KeySet());
        using var keys = await StartKeysAsync(server.Address);
        var set = await Eventually.SeesAsync("the keys", () => Task.FromResult(keys.Current), seen => seen is not null);

        await server.DisposeAsync();
        keys.AskAgain();

        await Eventually.HoldsAsync("the trouble to be told", () => Task.FromResult(keys.Trouble is not null));
        Assert.Same(set, keys.Current);
        var health = await new ShopperKeysHealthCheck(keys).CheckHealthAsync(new());
        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded, health.Status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("too much")]
    [InlineData("elsewhere")]
    [InlineData("nothing in time")]
    [InlineData("nothing at all")]
    [InlineData("500")]
    public async Task What_is_no_answer_is_not_taken(string what)
    {
        await using var server = await KeyServer.StartAsync();
        var stop = new TaskCompletionSource();
        server.Answer = async context =>
        {
            switch (what)
            {
                case "nonsense":
                    await context.Response.WriteAsync("<html>");
                    break;
                case "too much":
                    await context.Response.WriteAsync(Shop.KeySet() + new string(' ', ShopperKeyReader.MaxBytes));
                    break;
                case "elsewhere":
                    context.Response.Redirect("/others");
                    break;
                case "nothing in time":
                    await stop.Task;
                    break;
                case "nothing at all":
                    break;
                default:
                    context.Response.StatusCode = 500;
                    await context.Response.WriteAsync(Shop.KeySet());
                    break;
            }
        };
        using var keys = await StartKeysAsync(server.Address);

        // It asks for the second time once it has told what is wrong with the first answer.
        await Eventually.HoldsAsync($"two refused answers: {what}", () => Task.FromResult(server.Asked >= 2));
        Assert.Null(keys.Current);
        Assert.NotNull(keys.Trouble);
        Assert.DoesNotContain("not been asked", keys.Trouble, StringComparison.Ordinal);

        stop.SetResult();
        await keys.StopAsync(CancellationToken.None);
    }

    private static async Task<ShopperKeysOfAddress> StartKeysAsync(Uri address)
    {
        var keys = new ShopperKeysOfAddress(new() { KeysAddress = address.ToString() }, new HastyClock(Haste), NullLogger<ShopperKeysOfAddress>.Instance);
        await keys.StartAsync(CancellationToken.None);
        return keys;
    }

    private Task<RunningFront> StartFrontAsync(Uri address) => RunningFront.StartAsync(
        Sandbox,
        ("FlashFlow:Front:ShopperTokens", "required"),
        ("FlashFlow:ShopperTokens:Issuer", SigningShop.Issuer),
        ("FlashFlow:ShopperTokens:Audience", SigningShop.Audience),
        ("FlashFlow:ShopperTokens:KeysAddress", address.ToString()));
}
