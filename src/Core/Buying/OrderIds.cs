using System.Security.Cryptography;
using System.Text;

namespace FlashFlow.Core.Buying;

/// <summary>How orders get their ids (RFC 9562).</summary>
public static class OrderIds
{
    /// <summary>A fresh id for a buy without an idempotency key: UUIDv7, so that ids grow with time and the index stays dense.</summary>
    public static Guid New() => Guid.CreateVersion7();

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
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
