using System.Security.Cryptography;
using System.Text;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

/// <summary>The tree is that of RFC 9162 as its text defines it, and a path shows one leaf at one index of one tree, and no other.</summary>
public sealed class MerkleTreeTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 15, 16, 17, 31, 33, 64, 100];

    [Fact]
    public void The_root_of_no_leaves_is_the_hash_of_nothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(new MerkleTree([]).Root));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_root_is_that_of_the_definition(int size) => Assert.Equal(RootOf(Leaves(size)), new MerkleTree(Joined(size)).Root.ToArray());

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_path_is_that_of_the_definition_and_leads_to_the_root(int size)
    {
        var leaves = Leaves(size);
        var tree = new MerkleTree(Joined(size));
        for (var index = 0; index < size; index++)
        {
            Assert.Equal(PathOf(index, leaves), tree.Path(index));
            Assert.True(MerkleTree.Verify(leaves[index], index, size, tree.Path(index), tree.Root));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_path_shows_nothing_else(int size)
    {
        var leaves = Leaves(size);
        var tree = new MerkleTree(Joined(size));
        for (var index = 0; index < size; index++)
        {
            var path = tree.Path(index);
            Assert.False(MerkleTree.Verify(Changed(leaves[index], 0), index, size, path, tree.Root));
            Assert.False(MerkleTree.Verify(leaves[index], index, size, path, Changed(tree.Root, 31)));
            Assert.False(MerkleTree.Verify(leaves[index], index, size, [.. path, .. new byte[32]], tree.Root));
            Assert.False(MerkleTree.Verify(leaves[index], index, size, [.. path, 0], tree.Root));
            for (var other = -1; other <= size; other++)
                Assert.Equal(other == index, MerkleTree.Verify(leaves[index], other, size, path, tree.Root));
            for (var at = 0; at < path.Length; at += 32)
            {
                Assert.False(MerkleTree.Verify(leaves[index], index, size, Changed(path, at), tree.Root));
                Assert.False(MerkleTree.Verify(leaves[index], index, size, path.AsSpan(0, at), tree.Root));
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_leaf_that_is_not_there_has_no_path(long index) => Assert.Throws<ArgumentOutOfRangeException>(() => new MerkleTree(Joined(3)).Path(index));

    [Fact]
    public void A_leaf_that_is_cut_off_is_refused() => Assert.Throws<ArgumentException>(() => new MerkleTree(new byte[33]));

    private static byte[][] Leaves(int size) => [.. Enumerable.Range(0, size).Select(number => SHA256.HashData(Encoding.ASCII.GetBytes($"leaf {number}")))];

    private static byte[] Joined(int size) => [.. Leaves(size).SelectMany(leaf => leaf)];

    private static byte[] Changed(ReadOnlySpan<byte> bytes, int at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 1;
        return changed;
    }

    // MTH of section 2.1.1, word for word.
    private static byte[] RootOf(byte[][] leaves) => leaves.Length == 1
        ? SHA256.HashData([0, .. leaves[0]])
        : SHA256.HashData([1, .. RootOf(leaves[..Split(leaves.Length)]), .. RootOf(leaves[Split(leaves.Length)..])]);

    // PATH of section 2.1.3.1.
    private static byte[] PathOf(int index, byte[][] leaves)
    {
        if (leaves.Length == 1)
            return [];
        var (left, right) = (leaves[..Split(leaves.Length)], leaves[Split(leaves.Length)..]);
        return index < left.Length ? [.. PathOf(index, left), .. RootOf(right)] : [.. PathOf(index - left.Length, right), .. RootOf(left)];
    }

    // The largest power of two that is smaller.
    private static int Split(int size)
    {
        var split = 1;
        while (split * 2 < size)
            split *= 2;
        return split;
    }
}
