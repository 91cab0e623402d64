using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.Micro;

/// <summary>What it costs to know a shopper by a token (ES256) that was seen before, among 100,000 others, or that is new.</summary>
public class ShopperTokenBenchmarks : IDisposable
{
    private const int Others = 100_000;
    private const string Issuer = "https://shop.example";
    private const string Audience = "flashflow";

    private readonly Keys keys = new();
    private readonly ShopperTokens tokens;
    private readonly string token;

    public ShopperTokenBenchmarks()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var now = TimeProvider.System.GetUtcNow();
        token = Sign(key, now);
        tokens = new(new() { Issuer = Issuer, Audience = Audience }, keys, TimeProvider.System);
        keys.Current = new([ShopperKey.OfCurve(point.X!, point.Y!, keyId: null)]);
        for (ulong other = 0; other < Others; other++)
            keys.Current.Memory.Keep(new(other * 0x9E3779B97F4A7C15, 0, 0, 0), $"shopper-{other}", now.AddMinutes(14));
    }

    [GlobalSetup(Target = nameof(Remembered))]
    public Task RememberAsync() => tokens.CheckAsync(token).AsTask();

    [Benchmark]
    public async Task<bool> Remembered() => (await tokens.CheckAsync(token)).ShopperId is not null;

    // Keys that have just come have nothing remembered.
    [Benchmark]
    public async Task<bool> New()
    {
        keys.Current = new(keys.Current!.Keys);
        return (await tokens.CheckAsync(token)).ShopperId is not null;
    }

    public void Dispose()
    {
        tokens.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Sign(ECDsa key, DateTimeOffset now)
    {
        var claims = new { iss = Issuer, aud = Audience, sub = "ada", iat = now.ToUnixTimeSeconds(), exp = now.AddMinutes(14).ToUnixTimeSeconds() };
        var signed = $"{Encode(new { alg = "ES256", typ = "JWT" })}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private sealed class Keys : IShopperKeys
    {
        public ShopperKeySet? Current { get; set; }

        public string? Trouble => null;

        public void AskAgain() => throw new InvalidOperationException("There are no other keys.");
    }
}
