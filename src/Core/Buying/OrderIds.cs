using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FlashFlow.Core.Buying;

/// <summary>How orders get their ids (RFC 9562).</summary>
public static class OrderIds
{
    private const int RandomBytesAtOnce = 4096;

    // An id that says whose the order is: what makes it another than all others, then six bytes that only this shopper's name gives for it.
    private const int OwnedVersion = 4;
    private const int BytesBeforeOwner = 10;

    [ThreadStatic]
    private static byte[]? random;

    [ThreadStatic]
    private static int randomUsed;

    /// <summary>A fresh id for a buy without an idempotency key: UUIDv7, so that ids grow with time and the index stays dense.</summary>
    /// <remarks>As <see cref="Guid.CreateVersion7()"/>, which asks the system for random bytes each time: here once for many ids.</remarks>
    /// <param name="time">The clock whose time the id begins with.</param>
    public static Guid New(TimeProvider time)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, time.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        NextRandom(10).CopyTo(id[6..]);
        return Versioned(id, 7);
    }

    /// <summary>
    /// The id of the order that a shopper names with an idempotency key: a name-based UUIDv8 (RFC 9562, appendix B.2) over SHA-256,
    /// the same for every retry within one sale and another in the next (G4).
    /// </summary>
    public static Guid ForKey(string productId, long epoch, string shopperId, string key)
    {
        // No part can hold a line feed, so different names never spell the same text.
        var name = Encoding.UTF8.GetBytes($"flashflow\n{productId}\n{epoch}\n{shopperId}\n{key}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        return Versioned(hash[..16], 8);
    }

    /// <summary>A fresh id for a buy of a shopper who is known by a token: see <see cref="IsOf"/>.</summary>
    public static Guid NewOf(string shopperId) => Owned(NextRandom(BytesBeforeOwner), shopperId);

    /// <summary>The same for a buy with an idempotency key, for every retry within one sale (G4).</summary>
    public static Guid ForKeyOf(string productId, long epoch, string shopperId, string key)
    {
        Span<byte> named = stackalloc byte[16];
        ForKey(productId, epoch, shopperId, key).TryWriteBytes(named, bigEndian: true, out _);
        return Owned(named[..BytesBeforeOwner], shopperId);
    }

    /// <summary>A fresh id of one of the two kinds: it says whose the order is, or not.</summary>
    public static Guid New(TimeProvider time, string shopperId, bool isOwned) => isOwned ? NewOf(shopperId) : New(time);

    /// <summary>The same for a buy with an idempotency key.</summary>
    public static Guid ForKey(string productId, long epoch, string shopperId, string key, bool isOwned) =>
        isOwned ? ForKeyOf(productId, epoch, shopperId, key) : ForKey(productId, epoch, shopperId, key);

    /// <summary>Whether an id says whose the order is.</summary>
    public static bool HasOwner(Guid id) => id.Version == OwnedVersion;

    /// <summary>
    /// Whether an id says that the order is this shopper's. No ledger and no store is asked, so it takes the same time for somebody else's
    /// order and for one that there is not. By chance one in 2^48 ids of others passes.
    /// </summary>
    public static bool IsOf(Guid id, string shopperId)
    {
        Span<byte> shown = stackalloc byte[16];
        id.TryWriteBytes(shown, bigEndian: true, out _);
        Span<byte> owned = stackalloc byte[16];
        Owned(shown[..BytesBeforeOwner], shopperId).TryWriteBytes(owned, bigEndian: true, out _);
        return CryptographicOperations.FixedTimeEquals(shown, owned);
    }

    private static Guid Owned(ReadOnlySpan<byte> first, string shopperId)
    {
        Span<byte> id = stackalloc byte[16];
        first.CopyTo(id);
        Versioned(id, OwnedVersion); // What is not kept of the first bytes must not count below.

        Span<byte> signed = stackalloc byte[BytesBeforeOwner + Encoding.UTF8.GetMaxByteCount(Identifiers.MaxLength)];
        id[..BytesBeforeOwner].CopyTo(signed);
        var length = Encoding.UTF8.GetBytes(shopperId, signed[BytesBeforeOwner..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(signed[..(BytesBeforeOwner + length)], hash);
        hash[..(id.Length - BytesBeforeOwner)].CopyTo(id[BytesBeforeOwner..]);
        return new Guid(id, bigEndian: true);
    }

    private static Guid Versioned(Span<byte> id, int version)
    {
        id[6] = (byte)((id[6] & 0x0F) | (version << 4));
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private static ReadOnlySpan<byte> NextRandom(int count)
    {
        if (random is null || randomUsed + count > random.Length)
        {
            random ??= new byte[RandomBytesAtOnce];
            RandomNumberGenerator.Fill(random);
            randomUsed = 0;
        }

        randomUsed += count;
        return random.AsSpan(randomUsed - count, count);
    }
}
