namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>What a front writes of tokens while good and bad ones come: nothing.</summary>
public sealed class ShopperLogTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string Shopper = "ada-lovelace-1815";
    private const string Secret = "secret-in-the-token";

    [Fact]
    public async Task Nothing_of_a_token_is_logged_also_when_everything_else_is()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        using var shop = new SigningShop();
        using var file = new KeysOfFile(shop.KeySet());
        await using var front = await EngineProcess.StartFrontAsync(
            Sandbox,
            [
                .. file.Settings("required"),
                ("FlashFlow:Front:DemoMode", "false"),
                ("Logging:LogLevel:Default", "Debug"),
                ("Logging:LogLevel:FlashFlow", "Debug"),
            ]);
        using var other = new SigningShop();
        string[] tokens =
        [
            shop.Token(Shopper, With),
            shop.Token(Shopper, claims => { With(claims); claims["aud"] = "another"; }),
            shop.Token(Shopper, claims => { With(claims); claims["exp"] = 1; }),
            shop.Token(Shopper, claims => { With(claims); claims["exp"] = "soon"; }),
            other.Token(Shopper, With),
            shop.Sign(new { alg = "ES256", kid = Secret }, SigningShop.Claims(Shopper, TimeProvider.System.GetUtcNow())),
            SigningShop.Join(new { alg = "none" }, SigningShop.Claims(Shopper, TimeProvider.System.GetUtcNow()), _ => []),
            $"eyJ{Secret}.eyJ.AAAA",
            Secret,
        ];

        foreach (var (index, token) in tokens.Index())
            await BuyAsync(front, token, index == 0 ? 202 : 401);
        await front.StopAsync();

        Assert.Contains("Now listening on", front.Output, StringComparison.Ordinal);
        var secrets = tokens.SelectMany(token => token.Split('.')).Where(part => part.Length > 8).Append(Shopper).Append(Secret);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, front.Output, StringComparison.Ordinal));
    }

    private static void With(Dictionary<string, object?> claims) => claims["jti"] = Secret;

    private async Task BuyAsync(EngineProcess front, string token, int status)
    {
        using var connection = await RawConnection.OpenAsync(front.Address);
        await connection.SendAsync(
            $"POST /products/{Product}/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 14\r\n"
            + $"Authorization: Bearer {token}\r\n\r\n{{\"quantity\":1}}");
        Assert.StartsWith($"HTTP/1.1 {status} ", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
