using System.Buffers;

namespace FlashFlow.Core.Rooms;

/// <summary>What a front publishes of a draw once its room has closed: with the members' leaves, anybody can compute the draw again.</summary>
public sealed record DrawProof
{
    /// <summary>The product that the room is for.</summary>
    public required string ProductId { get; init; }

    /// <summary>Number of the sale.</summary>
    public required long Epoch { get; init; }

    /// <summary>What was shown before the room opened (<see cref="RoomDraw.Commitment"/>), in lower-case hex, as all hashes here.</summary>
    public required string Commitment { get; init; }

    /// <summary>The secret, in hex.</summary>
    public required string Secret { get; init; }

    /// <summary>What was given by somebody else after the room closed, as text; empty for nothing.</summary>
    public required string PublicValue { get; init; }

    /// <summary>How many members there are; they are numbered from 1.</summary>
    public required long Members { get; init; }

    /// <summary>The root of the Merkle tree of the members' leaves.</summary>
    public required string Root { get; init; }

    /// <summary>The seed of all places (<see cref="RoomDraw.Seed"/>).</summary>
    public required string Seed { get; init; }

    /// <summary>The proof of a draw.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of the sale.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="publicValue">What somebody else has given.</param>
    /// <param name="leaves">The leaves in the order of the members' numbers, 32 bytes each, one after another.</param>
    /// <exception cref="ArgumentException">The last leaf has fewer bytes.</exception>
    public static DrawProof Of(string productId, long epoch, ReadOnlySpan<byte> secret, string publicValue, ReadOnlySpan<byte> leaves) =>
        Of(productId, epoch, secret, leaves.Length / MerkleTree.HashSize, RoomSeed.Of(secret, publicValue, leaves));

    /// <summary>The proof of a draw that has been.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of the sale.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="members">How many members there were.</param>
    /// <param name="drawn">What was drawn.</param>
    public static DrawProof Of(string productId, long epoch, ReadOnlySpan<byte> secret, long members, RoomSeed drawn) => new()
    {
        ProductId = productId,
        Epoch = epoch,
        Commitment = Convert.ToHexStringLower(RoomDraw.Commitment(secret)),
        Secret = Convert.ToHexStringLower(secret),
        PublicValue = drawn.PublicValue,
        Members = members,
        Root = Convert.ToHexStringLower(drawn.Root),
        Seed = Convert.ToHexStringLower(drawn.Seed),
    };

    /// <summary>What does not fit together; null when all does.</summary>
    /// <param name="leaves">The leaves in the order of the members' numbers, 32 bytes each, one after another.</param>
    public string? FindDefect(ReadOnlySpan<byte> leaves) => FindDefectOfSecret() ?? FindDefectOfMembers(leaves) ?? FindDefectOfSeed();

    /// <summary>Whether the secret is the one that was committed to; null when it is.</summary>
    public string? FindDefectOfSecret() =>
        FromHex(Secret) is not { } secret ? "the secret is no hex text"
        : Differs(RoomDraw.Commitment(secret), Commitment) is { } hash ? $"the secret does not fit the commitment: its SHA-256 is {hash}, not {Commitment}"
        : null;

    /// <summary>Whether the leaves are those of the members; null when they are.</summary>
    /// <param name="leaves">As for <see cref="FindDefect"/>.</param>
    public string? FindDefectOfMembers(ReadOnlySpan<byte> leaves) =>
        leaves.Length % MerkleTree.HashSize != 0 ? "the last leaf is cut off"
        : leaves.Length / MerkleTree.HashSize != Members ? $"there are {leaves.Length / MerkleTree.HashSize:N0} leaves for {Members:N0} members"
        : Differs(new MerkleTree(leaves).Root, Root) is { } root ? $"the root of the leaves is {root}, not {Root}"
        : null;

    /// <summary>Whether the seed is that of the secret, the root, the number of members and the public value; null when it is.</summary>
    public string? FindDefectOfSeed() =>
        FromHex(Secret) is not { } secret || FromHex(Root) is not { } root ? "the secret or the root is no hex text"
        : Differs(RoomDraw.Seed(secret, root, Members, PublicValue), Seed) is { } seed ? $"the seed of secret, root, members and public value is {seed}, not {Seed}"
        : null;

    private static string? Differs(ReadOnlySpan<byte> computed, string published) =>
        Convert.ToHexStringLower(computed) is var hex && hex == published ? null : hex;

    private static byte[]? FromHex(string text)
    {
        var bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }
}
