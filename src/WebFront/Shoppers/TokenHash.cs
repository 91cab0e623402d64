using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>
/// The SHA-256 of a token: nobody can make two tokens with the same, so it stands for the token and no token is kept.
/// </summary>
internal readonly record struct TokenHash(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>The hash of a token in ASCII.</summary>
    public static TokenHash Of(ReadOnlySpan<byte> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(token, hash);
        return MemoryMarshal.Read<TokenHash>(hash);
    }

    // Its parts are as random as any hash of them.
    public override int GetHashCode() => (int)First;
}
