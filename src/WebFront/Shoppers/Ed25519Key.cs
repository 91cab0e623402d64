using Microsoft.IdentityModel.Tokens;
using NSec.Cryptography;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>A public key of Ed25519 (RFC 8032), which neither .NET nor Microsoft.IdentityModel knows: libsodium does, through NSec.</summary>
internal sealed class Ed25519Key : AsymmetricSecurityKey, ICryptoProvider
{
    /// <summary>The algorithm's name in a token (RFC 8037).</summary>
    public const string Algorithm = "EdDSA";

    /// <summary>Bytes of a public key.</summary>
    public const int Size = 32;

    private readonly PublicKey key;

    /// <param name="bytes">The key.</param>
    /// <exception cref="FormatException">It is no point of the curve that a signature can be checked with.</exception>
    public Ed25519Key(ReadOnlySpan<byte> bytes)
    {
        key = PublicKey.Import(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey);
        CryptoProviderFactory = new() { CustomCryptoProvider = this, CacheSignatureProviders = false };
    }

    /// <inheritdoc/>
    public override int KeySize => 8 * Size;

    /// <inheritdoc/>
    public override PrivateKeyStatus PrivateKeyStatus => PrivateKeyStatus.DoesNotExist;

    /// <inheritdoc/>
    [Obsolete("Asked for by nobody: PrivateKeyStatus says it.")]
    public override bool HasPrivateKey => false;

    /// <inheritdoc/>
    public bool IsSupportedAlgorithm(string algorithm, params object[] args) => algorithm == Algorithm;

    /// <inheritdoc/>
    public object Create(string algorithm, params object[] args) => new Check(this);

    /// <inheritdoc/>
    public void Release(object cryptoInstance)
    {
        // A check holds nothing.
    }

    private sealed class Check(Ed25519Key owner) : SignatureProvider(owner, Ed25519Key.Algorithm)
    {
        public override bool Verify(byte[] input, byte[] signature) => SignatureAlgorithm.Ed25519.Verify(owner.key, input, signature);

        public override bool Verify(byte[] input, int inputOffset, int inputLength, byte[] signature, int signatureOffset, int signatureLength) =>
            SignatureAlgorithm.Ed25519.Verify(owner.key, input.AsSpan(inputOffset, inputLength), signature.AsSpan(signatureOffset, signatureLength));

        public override byte[] Sign(byte[] input) => throw new NotSupportedException("The key is a public one.");

        protected override void Dispose(bool disposing)
        {
            // Nothing is held.
        }
    }
}
