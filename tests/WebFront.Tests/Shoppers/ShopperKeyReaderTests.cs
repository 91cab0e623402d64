using System.Security.Cryptography;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>Which public keys are read, and which sets are refused whole.</summary>
public sealed class ShopperKeyReaderTests : IDisposable
{
    private readonly SigningShop shop = new();

    [Fact]
    public void A_set_is_read_and_what_is_for_something_else_is_left_out()
    {
        var set = Read(Set(
            shop.Jwk(),
            shop.EdwardsJwk("key-2"),
            new { kty = "RSA", kid = "key-3", n = "AQAB", e = "AQAB" },
            new { kty = "EC", crv = "P-384", kid = "key-4", x = "AQAB", y = "AQAB" },
            new { kty = "EC", crv = "P-256", use = "enc", kid = "key-5", x = "AQAB", y = "AQAB" }));

        Assert.Equal([("key-1", "ES256"), ("key-2", "EdDSA")], set.Keys.Select(key => ((string?)key.Key.KeyId, key.Algorithm)));
    }

    [Fact]
    public void Keys_in_PEM_are_read_as_OpenSSL_writes_them()
    {
        var set = Read($"# of the shop\n{shop.Pem}\n{shop.EdwardsPem}\n");

        Assert.Equal([(null, "ES256"), (null, "EdDSA")], set.Keys.Select(key => ((string?)key.Key.KeyId, key.Algorithm)));
    }

    [Fact]
    public void What_is_no_set_of_public_keys_is_refused_with_a_sentence()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var point = JsonSerializer.SerializeToElement(shop.Jwk());
        string[] wrong =
        [
            "",
            "nonsense",
            "{",
            "{}",
            """{"keys":{}}""",
            """{"keys":[]}""",
            """{"keys":[1]}""",
            """{"keys":[],"keys":[]}""",
            Set(new { kty = "EC", crv = "P-256", x = "AQAB", y = "AQAB" }),
            Set(new { kty = "EC", crv = "P-256", x = point.GetProperty("y").GetString(), y = point.GetProperty("x").GetString() }),
            Set(new { kty = "EC", crv = "P-256" }),
            Set(new { kty = "OKP", crv = "Ed25519", x = "AQAB" }),
            Set(new { kty = 1 }),
            Set(shop.Jwk(), shop.Jwk()),
            Set([.. Enumerable.Range(1, 5).Select(number => shop.Jwk($"key-{number}"))]),
            Set(new { kty = "EC", crv = "P-256", x = "AQAB", y = "AQAB", d = "AQAB" }),
            shop.PrivatePem,
            larger.ExportSubjectPublicKeyInfoPem(),
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        ];

        foreach (var text in wrong)
            Assert.Matches(@"^\p{Lu}.*\.$", Assert.Throws<InvalidDataException>(() => Read(text)).Message);
        Assert.Throws<InvalidDataException>(() => ShopperKeyReader.Read([0xFF, 0xFE, 0xFD]));
    }

    public void Dispose() => shop.Dispose();

    private static string Set(params object[] keys) => JsonSerializer.Serialize(new { keys });

    private static ShopperKeySet Read(string text) => ShopperKeyReader.Read(Encoding.UTF8.GetBytes(text));
}
