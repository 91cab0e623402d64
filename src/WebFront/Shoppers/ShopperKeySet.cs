using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>
/// The shop's public keys as they are at a time, and what was found good with them: when a key goes, what it had signed is forgotten with it.
/// </summary>
/// <param name="keys">The keys, each with its algorithm.</param>
internal sealed class ShopperKeySet(IReadOnlyList<ShopperKey> keys)
{
    /// <summary>Most keys: two are enough to exchange one, and who names none has each of them tried.</summary>
    public const int MaxKeys = 4;

    /// <summary>The tokens that were found good with these keys.</summary>
    public TokenMemory Memory { get; } = new();

    /// <summary>The keys.</summary>
    public IReadOnlyList<ShopperKey> Keys => keys;

    /// <summary>The keys with which a token may be signed: the one that it names, or all where it names none.</summary>
    public IEnumerable<SecurityKey> Find(string? keyId) => keys.Where(key => keyId is null || key.Key.KeyId == keyId).Select(key => key.Key);

    /// <summary>Whether an algorithm is that of a key. What the token says of it is only compared.</summary>
    public bool IsOf(SecurityKey key, string algorithm) => keys.Any(known => known.Key == key && known.Algorithm == algorithm);
}

/// <summary>A public key of the shop.</summary>
/// <param name="Key">The key; its <see cref="SecurityKey.KeyId"/> is null where it has no name.</param>
/// <param name="Algorithm">The only algorithm with which it may have signed.</param>
internal sealed record ShopperKey(SecurityKey Key, string Algorithm)
{
    /// <summary>A key for ES256: a point of the curve P-256.</summary>
    /// <exception cref="CryptographicException">It is no point of the curve.</exception>
    public static ShopperKey OfCurve(byte[] x, byte[] y, string? keyId)
    {
        using var tried = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } });

        // Of a JsonWebKey each thread that checks gets an ECDsa of its own.
        return new(
            new JsonWebKey { Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv = JsonWebKeyECTypes.P256, X = Base64UrlEncoder.Encode(x), Y = Base64UrlEncoder.Encode(y), KeyId = keyId },
            SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>A key for EdDSA: one of Ed25519.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ShopperKey OfEd25519(ReadOnlySpan<byte> bytes, string? keyId) => new(new Ed25519Key(bytes) { KeyId = keyId }, Ed25519Key.Algorithm);
}
