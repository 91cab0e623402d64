using System.Security.Cryptography;

namespace FlashFlow.Core.Rooms;

/// <summary>
/// The Merkle tree of RFC 9162, section 2.1, with SHA-256: its root stands for all leaves and their order, and a path of some hashes shows
/// that a leaf is one of them. Takes about 64 bytes for each leaf.
/// </summary>
public sealed class MerkleTree
{
    /// <summary>Bytes of a leaf, of a root, and of each step of a path.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    // The nodes of a level one after another, those of the leaves first, the root last.
    private readonly List<byte[]> levels;

    /// <param name="leaves">The data of all leaves, 32 bytes each, one after another.</param>
    /// <exception cref="ArgumentException">The last one has fewer.</exception>
    public MerkleTree(ReadOnlySpan<byte> leaves)
    {
        if (leaves.Length % HashSize != 0)
            throw new ArgumentException("A leaf has 32 bytes.", nameof(leaves));
        Size = leaves.Length / HashSize;
        levels = [Size == 0 ? SHA256.HashData([]) : HashLeaves(leaves)];
        while (levels[^1].Length > HashSize)
            levels.Add(HashPairs(levels[^1]));
    }

    /// <summary>How many leaves there are.</summary>
    public long Size { get; }

    /// <summary>The hash of all; where there are no leaves, that of nothing.</summary>
    public ReadOnlySpan<byte> Root => levels[^1];

    /// <summary>What a leaf is hashed with on the way to the root, from the leaf on: 32 bytes for each step.</summary>
    /// <param name="index">Which leaf, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public byte[] Path(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size);
        List<byte> path = [];
        foreach (var level in levels)
        {
            // The last of an odd number has nobody beside it, and goes up as it is.
            var sibling = (int)(index ^ 1) * HashSize;
            if (sibling < level.Length)
                path.AddRange(level.AsSpan(sibling, HashSize));
            index /= 2;
        }

        return [.. path];
    }

    /// <summary>Whether a path leads from a leaf to a root (RFC 9162, section 2.1.3.2).</summary>
    /// <param name="leaf">The data of the leaf.</param>
    /// <param name="index">Which leaf, from 0.</param>
    /// <param name="size">How many leaves there are.</param>
    /// <param name="path">What <see cref="Path"/> gives.</param>
    /// <param name="root">The root of the tree.</param>
    public static bool Verify(ReadOnlySpan<byte> leaf, long index, long size, ReadOnlySpan<byte> path, ReadOnlySpan<byte> root)
    {
        if (leaf.Length != HashSize || index < 0 || index >= size || path.Length % HashSize != 0)
            return false;
        var hash = HashLeaves(leaf);
        var last = size - 1;
        for (; !path.IsEmpty; path = path[HashSize..])
        {
            if (last == 0)
                return false;
            for (; index == last && index % 2 == 0; last /= 2)
                index /= 2;
            if (index % 2 == 1)
                HashPair(path[..HashSize], hash, hash);
            else
                HashPair(hash, path[..HashSize], hash);
            (index, last) = (index / 2, last / 2);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    private static byte[] HashLeaves(ReadOnlySpan<byte> leaves)
    {
        Span<byte> input = stackalloc byte[1 + HashSize];
        input[0] = LeafPrefix;
        var hashes = new byte[leaves.Length];
        for (var at = 0; at < hashes.Length; at += HashSize)
        {
            leaves.Slice(at, HashSize).CopyTo(input[1..]);
            SHA256.HashData(input, hashes.AsSpan(at));
        }

        return hashes;
    }

    private static byte[] HashPairs(ReadOnlySpan<byte> below)
    {
        var hashes = new byte[(below.Length / HashSize + 1) / 2 * HashSize];
        for (var at = 0; at < hashes.Length; at += HashSize)
            if (below[(2 * at)..] is { Length: > HashSize } pair)
                HashPair(pair[..HashSize], pair.Slice(HashSize, HashSize), hashes.AsSpan(at));
            else
                below[(2 * at)..].CopyTo(hashes.AsSpan(at));
        return hashes;
    }

    private static void HashPair(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[1 + 2 * HashSize];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashSize)..]);
        SHA256.HashData(input, hash);
    }
}
