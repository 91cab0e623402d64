using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlashFlow.Core.Rooms;

/// <summary>What a room says to one shopper and knows again without keeping it: <c>claim.signature</c>, made with the room's key.</summary>
internal static class RoomClaim
{
    private const int SignatureSize = 16;
    private const int MaxEncodedSize = 24;

    /// <summary>Signs a claim.</summary>
    /// <param name="kind">What it is, so that nothing serves as something else.</param>
    /// <param name="key"><see cref="RoomKeys.Key"/>.</param>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of its sale.</param>
    /// <param name="shopperId">Whom it is said to.</param>
    /// <param name="claim">What is said.</param>
    public static string Write(string kind, ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, string claim) =>
        $"{claim}.{Base64Url.EncodeToString(Sign(kind, key, productId, epoch, shopperId, claim))}";

    /// <summary>The claim; null for one that was not signed so.</summary>
    public static string? Read(string kind, ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, string signed)
    {
        if (signed.LastIndexOf('.') is not (> 0 and var end) || signed.Length - end > MaxEncodedSize)
            return null;
        Span<byte> signature = stackalloc byte[MaxEncodedSize];
        return Base64Url.DecodeFromChars(signed.AsSpan(end + 1), signature, out _, out var length) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(signature[..length], Sign(kind, key, productId, epoch, shopperId, signed[..end]))
                ? signed[..end]
                : null;
    }

    // A salt is made with the same key, of 8 bytes: this is always longer.
    private static byte[] Sign(string kind, ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, string claim) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"flashflow room {kind} 1\n{productId}\n{epoch}\n{shopperId}\n{claim}")))[..SignatureSize];
}
