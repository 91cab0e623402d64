using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlashFlow.Core.Rooms;

/// <summary>
/// What a shopper who was let in shows to buy: <c>place.expiry.signature</c>. It is one shopper's, for one place in the room of one sale, and is
/// checked with the room's key alone. Whether the place is in is the ledger's to say, so a pass of a place that waits is worth nothing.
/// </summary>
public static class RoomPass
{
    /// <summary>Longest pass.</summary>
    public const int MaxLength = 80;

    private const int SignatureSize = 16;

    /// <summary>Makes one.</summary>
    /// <param name="key"><see cref="RoomKeys.Key"/>.</param>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of its sale.</param>
    /// <param name="shopperId">Whose it is.</param>
    /// <param name="place">Their place.</param>
    /// <param name="lapsesAt">Until when it is good.</param>
    public static string Write(ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, long place, DateTimeOffset lapsesAt)
    {
        var claim = string.Create(CultureInfo.InvariantCulture, $"{place}.{lapsesAt.ToUnixTimeMilliseconds()}");
        return $"{claim}.{Base64Url.EncodeToString(Sign(key, productId, epoch, shopperId, claim))}";
    }

    /// <summary>The place that a pass is for; null for one that was not made for this shopper and sale with this key.</summary>
    /// <param name="key"><see cref="RoomKeys.Key"/>.</param>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of its sale.</param>
    /// <param name="shopperId">Who shows it.</param>
    /// <param name="pass">What they show.</param>
    public static long? Read(ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, string pass)
    {
        if (pass.Length > MaxLength || pass.LastIndexOf('.') is not (> 0 and var end))
            return null;
        Span<byte> signature = stackalloc byte[MaxLength];
        if (Base64Url.DecodeFromChars(pass.AsSpan(end + 1), signature, out _, out var length) != OperationStatus.Done
            || !CryptographicOperations.FixedTimeEquals(signature[..length], Sign(key, productId, epoch, shopperId, pass[..end])))
            return null;
        return long.Parse(pass.AsSpan(0, pass.IndexOf('.', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    // A salt is made with the same key, of 8 bytes: this is always longer.
    private static byte[] Sign(ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, string claim) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"flashflow room pass 1\n{productId}\n{epoch}\n{shopperId}\n{claim}")))[..SignatureSize];
}
