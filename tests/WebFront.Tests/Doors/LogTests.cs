using System.Net;
using StackExchange.Redis;

namespace FlashFlow.WebFront.Tests.Doors;

/// <summary>What a front writes while everything happens to it that can.</summary>
public sealed class LogTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string IdempotencyKey = "key-of-ada-a1b2c3";
    private const string RestockKey = "key-of-restock-d4e5f6";
    private const string WrongKey = "wrong-key-0123456789";
    private const string SecretInBody = "card-4111-1111";
    private const string SecretInPath = "path-5105-1051";
    private static readonly IPAddress Caller = IPAddress.Parse("127.0.0.77");
    private static readonly IPAddress ForwardedCaller = IPAddress.Parse("192.0.2.77");

    [Fact]
    public async Task Logs_tell_no_key_no_address_and_nothing_of_bodies_also_when_they_tell_everything_else()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10, limitPerShopper: 1);
        await using var front = await EngineProcess.StartFrontAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            ("FlashFlow:Front:TrustedProxies", Caller.ToString()),
            ("FlashFlow:RateLimit:PerShopperPerSecond", "100"),
            ("FlashFlow:RateLimit:PerAddressPerSecond", "1000"),
            ("Logging:LogLevel:Default", "Debug"),
            ("Logging:LogLevel:FlashFlow", "Debug"));

        await BuyAsync(front, 202, IdempotencyKey);
        await BuyAsync(front, 200, IdempotencyKey);
        await BuyAsync(front, 409, IdempotencyKey + "2");
        await BuyAsync(front, 400, IdempotencyKey + " 3");
        await CallAsync(front, 400, "POST", $"/products/{Product}/orders", "", $$"""{"shopperId":"ada","{{SecretInBody}}":"{{SecretInBody}}"}""");
        await CallAsync(front, 404, "GET", $"/{SecretInPath}?{SecretInPath}={SecretInPath}", "");
        await CallAsync(front, 401, "POST", $"/products/{Product}/pause", $"Authorization: Bearer {WrongKey}\r\n");
        await CallAsync(front, 200, "POST", $"/products/{Product}/restock", $"{Authorization}Idempotency-Key: {RestockKey}\r\n", """{"units":1}""");
        await UpsideDownAsync();
        await CallAsync(front, 500, "GET", $"/products/{Product}", "");
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Open);
        await front.StopAsync();

        Assert.Contains("which means nothing", front.Output, StringComparison.Ordinal); // The fault itself is told.
        string[] secrets =
        [
            IdempotencyKey, RestockKey, WrongKey, RunningFront.OperatorKey, SecretInBody, SecretInPath, Caller.ToString(), ForwardedCaller.ToString(),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, front.Output, StringComparison.Ordinal));
    }

    private static string Authorization => $"Authorization: Bearer {RunningFront.OperatorKey}\r\n";

    private Task BuyAsync(EngineProcess front, int status, string key) => CallAsync(
        front, status, "POST", $"/products/{Product}/orders", $"Idempotency-Key: {key}\r\n", """{"shopperId":"ada","quantity":1}""");

    private static async Task CallAsync(EngineProcess front, int status, string method, string path, string headers, string body = "")
    {
        using var connection = await RawConnection.OpenAsync(front.Address, Caller);
        await connection.SendAsync(
            $"{method} {path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {ForwardedCaller}\r\nConnection: close\r\n" +
            $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}");
        Assert.StartsWith($"HTTP/1.1 {status} ", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    // A state that no version of the script writes.
    private async Task UpsideDownAsync()
    {
        using var redis = ConnectionMultiplexer.Connect($"{RealServices.Redis},abortConnect=false");
        await redis.GetDatabase().HashSetAsync($"{Sandbox.Settings["FlashFlow:Redis:Prefix"]}:{{{Product}}}:sale", "state", "upside down");
    }
}
