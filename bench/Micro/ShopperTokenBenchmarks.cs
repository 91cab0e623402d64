using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.Micro;

/// <summary>What it costs to know a shopper by a token: the first time, and each time after.</summary>
public class ShopperTokenBenchmarks
{
    private const int Remembered = 100_000;

    private readonly ShopperTokenOptions options = new() { Issuer = "https://shop.example", Audience = "flashflow" };
    private readonly NoMemory fresh = new();
    private readonly OneSet known = new();
    private ShopperTokens first = null!;
    private ShopperTokens next = null!;
    private string token = "";

    [GlobalSetup]
    public async Task SignAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        fresh.Content = Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem());
        known.Current = ShopperKeyReader.Read(fresh.Content);
        first = new(options, fresh, TimeProvider.System);
        next = new(options, known, TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var signed = $"{Encode(new { alg = "ES256", typ = "JWT" })}.{Encode(new { iss = options.Issuer, aud = options.Audience, sub = "shopper-4711", iat = now.ToUnixTimeSeconds(), exp = now.AddMinutes(15).ToUnixTimeSeconds() })}";
        token = $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        for (var i = 0; i < Remembered; i++)
            known.Current.Memory.Keep(TokenHash.Of(Encoding.ASCII.GetBytes($"{i}")), $"shopper-{i}", now.AddMinutes(15));
        if (!await FirstAsync() || !await NextAsync())
            throw new InvalidOperationException("The token is not good.");
    }

    [Benchmark]
    public async ValueTask<bool> FirstAsync() => (await first.CheckAsync(token)).ShopperId is not null;

    [Benchmark]
    public async ValueTask<bool> NextAsync() => (await next.CheckAsync(token)).ShopperId is not null;

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private sealed class OneSet : IShopperKeys
    {
        public ShopperKeySet? Current { get; set; }

        public string? Trouble => null;

        public void AskAgain()
        {
        }
    }

    // Keys that forget at once what was found good.
    private sealed class NoMemory : IShopperKeys
    {
        private ShopperKeySet? read;

        public byte[] Content { get; set; } = [];

        public ShopperKeySet? Current => new((read ??= ShopperKeyReader.Read(Content)).Keys);

        public string? Trouble => null;

        public void AskAgain()
        {
        }
    }
}
