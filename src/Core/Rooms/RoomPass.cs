using System.Globalization;

namespace FlashFlow.Core.Rooms;

/// <summary>
/// What a shopper who was let in shows to buy: <c>place.expiry.signature</c>. It is one shopper's, for one place in the room of one sale, and is
/// checked with the room's key alone. Whether the place is in is the ledger's to say, so a pass of a place that waits is worth nothing.
/// </summary>
public static class RoomPass
{
    /// <summary>Longest pass.</summary>
    public const int MaxLength = 80;

    private const string Kind = "pass";

    /// <summary>Makes one.</summary>
    /// <param name="key"><see cref="RoomKeys.Key"/>.</param>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of its sale.</param>
    /// <param name="shopperId">Whose it is.</param>
    /// <param name="place">Their place.</param>
    /// <param name="lapsesAt">Until when it is good.</param>
    public static string Write(ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, long place, DateTimeOffset lapsesAt) =>
        RoomClaim.Write(Kind, key, productId, epoch, shopperId, string.Create(CultureInfo.InvariantCulture, $"{place}.{lapsesAt.ToUnixTimeMilliseconds()}"));

    /// <summary>The place that a pass is for; null for one that was not made for this shopper and sale with this key.</summary>
    /// <param name="key"><see cref="RoomKeys.Key"/>.</param>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of its sale.</param>
    /// <param name="shopperId">Who shows it.</param>
    /// <param name="pass">What they show.</param>
    public static long? Read(ReadOnlySpan<byte> key, string productId, long epoch, string shopperId, string pass) =>
        pass.Length <= MaxLength && RoomClaim.Read(Kind, key, productId, epoch, shopperId, pass) is { } claim
            ? long.Parse(claim.AsSpan(0, claim.IndexOf('.', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
}
