using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>Reads the shop's public keys: a JWK set (RFC 7517, RFC 8037), or blocks of <c>PUBLIC KEY</c> in PEM, as OpenSSL writes them.</summary>
internal static class ShopperKeyReader
{
    /// <summary>Largest set, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string PublicKeyLabel = "PUBLIC KEY";

    // What stands before the 32 bytes of a key of Ed25519 (RFC 8410).
    private static readonly byte[] BeforeEd25519 = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Reads a set, whole or not at all; keys of a set that are for something else are left out.</summary>
    /// <exception cref="InvalidDataException">It is none, one of its keys is wrong, or none is for ES256 or EdDSA; the message is a sentence.</exception>
    public static ShopperKeySet Read(byte[] content)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
            var keys = text.AsSpan().TrimStart().StartsWith('{') ? ReadSet(text) : ReadPem(text);
            return keys switch
            {
                [] => throw new InvalidDataException("It has no public key for ES256 (P-256) or EdDSA (Ed25519)."),
                { Count: > ShopperKeySet.MaxKeys } => throw new InvalidDataException($"It has more than {ShopperKeySet.MaxKeys} keys for ES256 and EdDSA."),
                _ when keys.Select(key => key.Key.KeyId).OfType<string>().GroupBy(id => id).Any(same => same.Count() > 1) =>
                    throw new InvalidDataException("Two of its keys have the same kid."),
                _ => new(keys),
            };
        }
        catch (Exception failure) when (failure is JsonException or CryptographicException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("It is neither a JWK set nor public keys in PEM, or one of its keys is broken.", failure);
        }
    }

    private static List<ShopperKey> ReadSet(string json)
    {
        using var document = JsonDocument.Parse(json, new() { AllowDuplicateProperties = false });
        if (!document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new FormatException();
        return [.. keys.EnumerateArray().Select(ReadKey).OfType<ShopperKey>()];
    }

    private static ShopperKey? ReadKey(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object)
            throw new FormatException();
        if (key.TryGetProperty("d", out _))
            throw new InvalidDataException("It has a private key, which belongs to the shop alone: exchange that key, and give the public one.");
        if (Text(key, "use") is not (null or "sig"))
            return null;
        return (Text(key, "kty"), Text(key, "crv"), Text(key, "alg")) switch
        {
            ("EC", "P-256", null or "ES256") => ShopperKey.OfCurve(Bytes(key, "x"), Bytes(key, "y"), Text(key, "kid")),
            ("OKP", "Ed25519", null or Ed25519Key.Algorithm) => ShopperKey.OfEd25519(Bytes(key, "x"), Text(key, "kid")),
            _ => null,
        };
    }

    private static List<ShopperKey> ReadPem(ReadOnlySpan<char> text)
    {
        var keys = new List<ShopperKey>();
        while (PemEncoding.TryFind(text, out var found))
        {
            var label = text[found.Label].ToString();
            if (label.Contains("PRIVATE", StringComparison.Ordinal))
                throw new InvalidDataException("It has a private key, which belongs to the shop alone: exchange that key, and give the public one.");
            if (label == PublicKeyLabel)
                keys.Add(ReadKey(Convert.FromBase64String(text[found.Base64Data].ToString())));
            text = text[found.Location.End..];
        }

        return keys;
    }

    private static ShopperKey ReadKey(byte[] info)
    {
        if (info.Length == BeforeEd25519.Length + Ed25519Key.Size && info.AsSpan().StartsWith(BeforeEd25519))
            return ShopperKey.OfEd25519(info.AsSpan(BeforeEd25519.Length), keyId: null);
        using var curve = ECDsa.Create();
        curve.ImportSubjectPublicKeyInfo(info, out _);
        var key = curve.ExportParameters(includePrivateParameters: false);
        return key.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            ? ShopperKey.OfCurve(key.Q.X!, key.Q.Y!, keyId: null)
            : throw new InvalidDataException("It has a key of another curve than P-256 and Ed25519.");
    }

    private static string? Text(JsonElement key, string member) =>
        !key.TryGetProperty(member, out var value) ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException();

    private static byte[] Bytes(JsonElement key, string member) => Base64Url.DecodeFromChars(Text(key, member) ?? throw new FormatException());
}
