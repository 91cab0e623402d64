using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace FlashFlow.Core.Rooms;

/// <summary>
/// A proof of work at joining, as in Hashcash (Back, 2002): a shopper is told a challenge, <c>expiry.signature</c>, and looks for a number with which
/// the SHA-256 of <c>challenge.number</c> begins with enough zero bits; each further bit doubles the work. A challenge is one shopper's, in the room
/// of one sale, and nothing of it is kept.
/// </summary>
public static class JoinWork
{
    /// <summary>Longest work. A browser hashes it as one block.</summary>
    public const int MaxLength = 55;

    private const string Kind = "work";

    /// <summary>Makes a challenge.</summary>
    /// <param name="key"><see cref="RoomKeys.Key"/>.</param>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of its sale.</param>
    /// <param name="shopperId">Who is to work.</param>
    /// <param name="expiresAt">Until when the work is taken.</param>
    public static string Challenge(ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, DateTimeOffset expiresAt) =>
        RoomClaim.Write(Kind, key, productId, epoch, shopperId, expiresAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    /// <summary>With how many zero bits a work's hash begins; null for one whose challenge was not this shopper's, or has expired.</summary>
    /// <param name="key"><see cref="RoomKeys.Key"/>.</param>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of its sale.</param>
    /// <param name="shopperId">Who has worked.</param>
    /// <param name="now">When.</param>
    /// <param name="work"><c>challenge.number</c>.</param>
    public static int? ZeroBits(ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, DateTimeOffset now, string work) =>
        work.Length <= MaxLength && work.LastIndexOf('.') is > 0 and var end
        && RoomClaim.Read(Kind, key, productId, epoch, shopperId, work[..end]) is { } expiry
        && now.ToUnixTimeMilliseconds() < long.Parse(expiry, CultureInfo.InvariantCulture)
            ? ZeroBits(work)
            : null;

    /// <summary>With how many zero bits the hash of a text begins.</summary>
    /// <param name="work">At most <see cref="MaxLength"/> ASCII characters.</param>
    public static int ZeroBits(string work)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!Encoding.ASCII.TryGetBytes(work, text, out var length))
            return 0;
        SHA256.HashData(text[..length], hash);
        var zeros = 0;
        foreach (var part in hash)
        {
            zeros += BitOperations.LeadingZeroCount((uint)part) - 24;
            if (part != 0)
                break;
        }

        return zeros;
    }
}
