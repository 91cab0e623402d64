using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FlashFlow.Core.Rooms;

/// <summary>
/// The hashes of a room's draw. The commitment is shown before the room opens, so the secret cannot follow from who came; the seed needs the
/// secret, so nobody outside knows places before the start, and the root and a value given by somebody else, so nobody inside chooses them.
/// </summary>
public static class RoomDraw
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltSize = 16;

    /// <summary>What is shown of a secret before the room opens: its SHA-256.</summary>
    /// <param name="secret">Random bytes; with fewer than 16, somebody could guess them.</param>
    public static byte[] Commitment(ReadOnlySpan<byte> secret) => SHA256.HashData(secret);

    /// <summary>What hides a member's shopper in the leaf: the first 16 bytes of the HMAC-SHA256 of the number, as 8 big-endian bytes.</summary>
    /// <param name="saltKey">A random key that is never published, of the draw alone.</param>
    /// <param name="member">The member's number, from 1.</param>
    public static byte[] Salt(ReadOnlySpan<byte> saltKey, long member) => HMACSHA256.HashData(saltKey, BigEndian(member))[..SaltSize];

    /// <summary>A member's leaf of the tree: SHA-256 of the salt and the shopper's id in UTF-8. Only who knows both can tell whose it is.</summary>
    /// <param name="salt">16 bytes.</param>
    /// <param name="shopperId">The shopper.</param>
    /// <exception cref="ArgumentOutOfRangeException">The salt has another size, so it could end with letters of the id.</exception>
    public static byte[] Leaf(ReadOnlySpan<byte> salt, string shopperId)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltSize, nameof(salt));
        return SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(shopperId)]);
    }

    /// <summary>
    /// What decides all places: SHA-256 of the text <c>flashflow room draw 1</c>, the secret, the root, the number of members as 8 bytes, and
    /// the public value in UTF-8, each after its length as 8 bytes; numbers are big-endian.
    /// </summary>
    /// <param name="secret">What the commitment is of.</param>
    /// <param name="root">The root of the tree of the members' leaves.</param>
    /// <param name="members">How many there are.</param>
    /// <param name="publicValue">What nobody knew before the room closed, such as the figures of a lottery; empty for none.</param>
    public static byte[] Seed(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> root, long members, string publicValue)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "flashflow room draw 1"u8);
        Append(hash, secret);
        Append(hash, root);
        Append(hash, BigEndian(members));
        Append(hash, Encoding.UTF8.GetBytes(publicValue));
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        hash.AppendData(BigEndian(part.Length));
        hash.AppendData(part);
    }

    private static byte[] BigEndian(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
