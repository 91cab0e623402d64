using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NSec.Cryptography;

namespace FlashFlow.Testing;

/// <summary>A shop that signs tokens for its shoppers, by hand, so that the code which checks them does not check itself.</summary>
public sealed class SigningShop : IDisposable
{
    public const string Issuer = "https://shop.example";
    public const string Audience = "flashflow";
    public const string KeyId = "key-1";

    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Key edwards = Key.Create(SignatureAlgorithm.Ed25519);

    public string Pem => curve.ExportSubjectPublicKeyInfoPem();

    public string PrivatePem => curve.ExportPkcs8PrivateKeyPem();

    public string EdwardsPem => Encoding.UTF8.GetString(edwards.PublicKey.Export(KeyBlobFormat.PkixPublicKeyText));

    public string KeySet(string keyId = KeyId) => JsonSerializer.Serialize(new { keys = new[] { Jwk(keyId) } });

    public object Jwk(string keyId = KeyId)
    {
        var point = curve.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = keyId, x = Encode(point.X!), y = Encode(point.Y!) };
    }

    public object EdwardsJwk(string keyId) =>
        new { kty = "OKP", crv = "Ed25519", kid = keyId, x = Encode(edwards.PublicKey.Export(KeyBlobFormat.RawPublicKey)) };

    /// <summary>What a token says where nothing else is wanted.</summary>
    public static Dictionary<string, object?> Claims(string shopperId, DateTimeOffset now) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Audience,
        ["sub"] = shopperId,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
    };

    public string Token(string shopperId, Action<Dictionary<string, object?>>? change = null, DateTimeOffset? now = null)
    {
        var claims = Claims(shopperId, now ?? TimeProvider.System.GetUtcNow());
        change?.Invoke(claims);
        return Sign(new { alg = "ES256", typ = "JWT", kid = KeyId }, claims);
    }

    public string Sign(object header, object claims) => Join(header, claims, Signature);

    public string SignEdwards(object header, object claims) => Join(header, claims, bytes => SignatureAlgorithm.Ed25519.Sign(edwards, bytes));

    public byte[] Signature(byte[] bytes) => curve.SignData(bytes, HashAlgorithmName.SHA256);

    public static string Join(object header, object claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose()
    {
        curve.Dispose();
        edwards.Dispose();
    }
}
