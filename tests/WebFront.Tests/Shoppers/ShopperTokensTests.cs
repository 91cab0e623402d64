using System.Security.Cryptography;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>Which tokens are good, and for how long.</summary>
public sealed class ShopperTokensTests : IDisposable
{
    private readonly SigningShop shop = new();
    private readonly SettableClock clock = new();
    private readonly StandInKeys keys = new();
    private readonly ShopperTokens tokens;

    public ShopperTokensTests()
    {
        keys.Current = ShopperKeyReader.Read(Encoding.UTF8.GetBytes(shop.KeySet()));
        tokens = new(new() { Issuer = SigningShop.Issuer, Audience = SigningShop.Audience }, keys, clock);
    }

    public static TheoryData<string> WrongTokens => [.. Wrong.Keys];

    // Each is wrong in one way alone.
    private static Dictionary<string, Func<SigningShop, DateTimeOffset, string>> Wrong => new()
    {
        ["alg=none"] = (_, now) => SigningShop.Join(new { alg = "none" }, SigningShop.Claims("ada", now), _ => []),
        ["alg=none with a signature"] = (shop, now) => SigningShop.Join(new { alg = "none", kid = SigningShop.KeyId }, SigningShop.Claims("ada", now), shop.Signature),
        ["without alg"] = (shop, now) => SigningShop.Join(new { kid = SigningShop.KeyId }, SigningShop.Claims("ada", now), shop.Signature),
        ["another key's kid"] = (shop, now) => shop.Sign(new { alg = "ES256", kid = "key-2" }, SigningShop.Claims("ada", now)),
        ["another shop's signature"] = (_, now) => Another(other => other.Token("ada", now: now)),
        ["HS256 with the public key as the secret"] = (shop, now) => SigningShop.Join(
            new { alg = "HS256", kid = SigningShop.KeyId }, SigningShop.Claims("ada", now), bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(shop.Pem), bytes)),
        ["HS256 with the point of the public key as the secret"] = (shop, now) => SigningShop.Join(
            new { alg = "HS256", kid = SigningShop.KeyId },
            SigningShop.Claims("ada", now),
            bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.SerializeToElement(shop.Jwk()).GetProperty("x").GetString()!), bytes)),
        ["another algorithm of the same key"] = (shop, now) => shop.Sign(new { alg = "ES384", kid = SigningShop.KeyId }, SigningShop.Claims("ada", now)),
        ["EdDSA said of a key for ES256"] = (shop, now) => shop.SignEdwards(new { alg = "EdDSA", kid = SigningShop.KeyId }, SigningShop.Claims("ada", now)),
        ["a key of its own in the header"] = (_, now) => Another(other => other.Sign(new { alg = "ES256", jwk = other.Jwk() }, SigningShop.Claims("ada", now))),
        ["a critical extension"] = (shop, now) => shop.Sign(new { alg = "ES256", kid = SigningShop.KeyId, crit = new[] { "b64" }, b64 = false }, SigningShop.Claims("ada", now)),
        ["another issuer"] = (shop, now) => shop.Token("ada", claims => claims["iss"] = "https://shop.example.org", now),
        ["no issuer"] = (shop, now) => shop.Token("ada", claims => claims.Remove("iss"), now),
        ["another audience"] = (shop, now) => shop.Token("ada", claims => claims["aud"] = "another", now),
        ["the audience with a slash"] = (shop, now) => shop.Token("ada", claims => claims["aud"] = SigningShop.Audience + "/", now),
        ["no audience"] = (shop, now) => shop.Token("ada", claims => claims.Remove("aud"), now),
        ["expired"] = (shop, now) => shop.Token("ada", claims => (claims["iat"], claims["exp"]) = (Seconds(now, -400), Seconds(now, -31)), now),
        ["no exp"] = (shop, now) => shop.Token("ada", claims => claims.Remove("exp"), now),
        ["an exp that is a word"] = (shop, now) => shop.Token("ada", claims => claims["exp"] = "soon", now),
        ["an exp beyond all time"] = (shop, now) => shop.Token("ada", claims => (claims["iat"], claims["exp"]) = (null, 1e300), now),
        ["an exp before all time"] = (shop, now) => shop.Token("ada", claims => claims["exp"] = -1e300, now),
        ["lasting longer than a quarter of an hour"] = (shop, now) => shop.Token("ada", claims => claims["exp"] = Seconds(now, 901), now),
        ["lasting for long without saying since when"] = (shop, now) => shop.Token("ada", claims => { claims.Remove("iat"); claims["exp"] = Seconds(now, 931); }, now),
        ["from the future"] = (shop, now) => shop.Token("ada", claims => (claims["iat"], claims["exp"]) = (Seconds(now, 31), Seconds(now, 300)), now),
        ["not to be used yet"] = (shop, now) => shop.Token("ada", claims => claims["nbf"] = Seconds(now, 31), now),
        ["no sub"] = (shop, now) => shop.Token("ada", claims => claims.Remove("sub"), now),
        ["an empty sub"] = (shop, now) => shop.Token("", now: now),
        ["a sub that no shopper can have"] = (shop, now) => shop.Token("two words", now: now),
        ["a sub that is too long"] = (shop, now) => shop.Token(new string('a', 65), now: now),
        ["9 KB long"] = (shop, now) => shop.Token("ada", claims => claims["pad"] = new string('x', 6_700), now),
        ["two parts"] = (shop, now) => string.Join('.', shop.Token("ada", now: now).Split('.')[..2]),
        ["five parts"] = (shop, now) => shop.Token("ada", now: now) + ".eyJ9.eyJ9",
        ["no JSON"] = (shop, _) => $"eyJ.{SigningShop.Encode([1, 2, 3])}.{SigningShop.Encode(shop.Signature([1]))}",
        ["a header of nested objects without end"] = (shop, _) => $"eyJ{new string('A', 2_000)}.eyJ9.AAAA",
        ["no ASCII"] = (shop, now) => shop.Token("ada", now: now) + "\u00e9",
        ["a byte more"] = (shop, now) => shop.Token("ada", now: now) + "A",
        ["padded"] = (shop, now) => shop.Token("ada", now: now) + "==",
        ["another payload under the signature"] = (shop, now) => Swapped(shop.Token("ada", now: now), shop.Token("bob", now: now)),
    };

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public async Task A_token_that_is_wrong_is_refused_also_the_second_time(string what)
    {
        var token = Wrong[what](shop, clock.GetUtcNow());

        for (var time = 1; time <= 2; time++)
        {
            var (shopperId, refusal) = await tokens.CheckAsync(token);
            Assert.Null(shopperId);
            Assert.Equal((401, "invalid_token"), (refusal!.Status, refusal.Code));
        }

        Assert.Equal(0, keys.Current!.Memory.Count);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("ABCXYZabcxyz0189._-:@+")]
    public async Task A_token_says_whose_it_is_and_is_remembered(string shopperId)
    {
        var token = shop.Token(shopperId, now: clock.GetUtcNow());

        Assert.Equal(shopperId, await ShopperAsync(token));
        Assert.Equal(1, keys.Current!.Memory.Count);
        Assert.Equal(shopperId, await ShopperAsync(token));
        Assert.Equal(1, keys.Current.Memory.Count);
    }

    [Fact]
    public async Task What_may_differ_is_taken()
    {
        var now = clock.GetUtcNow();
        string[] good =
        [
            shop.Token("ada", claims => claims["aud"] = new[] { "another", SigningShop.Audience }, now),
            shop.Token("ada", claims => claims.Remove("iat"), now),
            shop.Token("ada", claims => claims["exp"] = Seconds(now, 900), now),
            shop.Token("ada", claims => claims["exp"] = Seconds(now, -29), now.AddMinutes(-6)),
            shop.Token("ada", claims => claims["iat"] = claims["nbf"] = Seconds(now, 29), now),
            shop.Sign(new { alg = "ES256" }, SigningShop.Claims("ada", now)),
            shop.Sign(new { alg = "ES256", typ = "at+jwt" }, SigningShop.Claims("ada", now)),
        ];

        foreach (var token in good)
            Assert.Equal("ada", await ShopperAsync(token));
    }

    [Fact]
    public async Task A_remembered_token_is_good_until_it_expires_and_is_forgotten_then()
    {
        var token = shop.Token("ada", now: clock.GetUtcNow());
        Assert.Equal("ada", await ShopperAsync(token));

        clock.Now += TimeSpan.FromSeconds(329);
        Assert.Equal("ada", await ShopperAsync(token));
        clock.Now += TimeSpan.FromSeconds(1);

        Assert.Null(await ShopperAsync(token));
        keys.Current!.Memory.DropExpired(clock.Now);
        Assert.Equal(0, keys.Current.Memory.Count);
    }

    [Fact]
    public async Task What_a_key_has_signed_goes_with_the_key()
    {
        var token = shop.Token("ada", now: clock.GetUtcNow());
        Assert.Equal("ada", await ShopperAsync(token));

        keys.Current = Another(other => ShopperKeyReader.Read(Encoding.UTF8.GetBytes(other.KeySet())));

        Assert.Null(await ShopperAsync(token));
    }

    [Fact]
    public async Task Two_keys_hold_at_once_and_each_signs_with_its_own_algorithm()
    {
        using var next = new SigningShop();
        var now = clock.GetUtcNow();
        keys.Current = ShopperKeyReader.Read(JsonSerializer.SerializeToUtf8Bytes(new { keys = new[] { shop.Jwk(), next.EdwardsJwk("key-2") } }));

        Assert.Equal("ada", await ShopperAsync(shop.Token("ada", now: now)));
        Assert.Equal("bob", await ShopperAsync(next.SignEdwards(new { alg = "EdDSA", kid = "key-2" }, SigningShop.Claims("bob", now))));
        Assert.Equal("cleo", await ShopperAsync(next.SignEdwards(new { alg = "EdDSA" }, SigningShop.Claims("cleo", now))));
        Assert.Null(await ShopperAsync(next.SignEdwards(new { alg = "ES256", kid = "key-2" }, SigningShop.Claims("bob", now))));
        Assert.Null(await ShopperAsync(next.SignEdwards(new { alg = "EdDSA", kid = SigningShop.KeyId }, SigningShop.Claims("bob", now))));
        Assert.Null(await ShopperAsync(shop.SignEdwards(new { alg = "EdDSA", kid = "key-2" }, SigningShop.Claims("bob", now))));
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_asked_for_and_a_wrong_signature_asks_for_nothing()
    {
        await tokens.CheckAsync(Wrong["another shop's signature"](shop, clock.Now));
        Assert.Equal(0, keys.Asked);

        await tokens.CheckAsync(Wrong["another key's kid"](shop, clock.Now));
        Assert.Equal(1, keys.Asked);
    }

    [Fact]
    public async Task As_long_as_there_are_no_keys_nobody_is_refused_for_good()
    {
        var token = shop.Token("ada", now: clock.GetUtcNow());
        keys.Current = null;

        var (shopperId, refusal) = await tokens.CheckAsync(token);

        Assert.Null(shopperId);
        Assert.Equal((503, "unavailable"), (refusal!.Status, refusal.Code));
    }

    [Fact]
    public void A_memory_that_is_full_keeps_no_more_until_something_expires()
    {
        var memory = new TokenMemory(capacity: 2);
        for (ulong token = 1; token <= 3; token++)
            memory.Keep(new(token, 0, 0, 0), $"shopper-{token}", clock.Now.AddSeconds(token));
        Assert.Equal((2, "shopper-2", null), (memory.Count, memory.Find(new(2, 0, 0, 0), clock.Now), memory.Find(new(3, 0, 0, 0), clock.Now)));
        memory.Keep(new(2, 0, 0, 0), "shopper-2", clock.Now.AddSeconds(2));
        Assert.Equal(2, memory.Count);

        memory.DropExpired(clock.Now.AddSeconds(1));
        memory.Keep(new(3, 0, 0, 0), "shopper-3", clock.Now.AddSeconds(3));

        Assert.Equal((2, null, "shopper-3"), (memory.Count, memory.Find(new(1, 0, 0, 0), clock.Now), memory.Find(new(3, 0, 0, 0), clock.Now)));
    }

    public void Dispose()
    {
        tokens.Dispose();
        shop.Dispose();
    }

    private async Task<string?> ShopperAsync(string token) => (await tokens.CheckAsync(token)).ShopperId;

    private static long Seconds(DateTimeOffset now, int later) => now.ToUnixTimeSeconds() + later;

    private static T Another<T>(Func<SigningShop, T> make)
    {
        using var other = new SigningShop();
        return make(other);
    }

    private static string Swapped(string one, string other) => $"{one.Split('.')[0]}.{other.Split('.')[1]}.{one.Split('.')[2]}";

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class StandInKeys : IShopperKeys
    {
        public ShopperKeySet? Current { get; set; }

        public string? Trouble => null;

        public int Asked { get; private set; }

        public void AskAgain() => Asked++;
    }
}
