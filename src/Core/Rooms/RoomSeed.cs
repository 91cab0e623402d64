namespace FlashFlow.Core.Rooms;

/// <summary>The outcome of a draw.</summary>
/// <param name="Root">Root of the tree of the members' leaves.</param>
/// <param name="Seed"><see cref="RoomDraw.Seed"/>.</param>
/// <param name="PublicValue">The public value that went into it.</param>
public sealed record RoomSeed(byte[] Root, byte[] Seed, string PublicValue)
{
    /// <summary>Draws.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="publicValue">What somebody else has given.</param>
    /// <param name="leaves">The leaves in the order of the members' numbers, 32 bytes each, one after another.</param>
    /// <exception cref="ArgumentException">The last leaf has fewer bytes.</exception>
    public static RoomSeed Of(ReadOnlySpan<byte> secret, string publicValue, ReadOnlySpan<byte> leaves)
    {
        var tree = new MerkleTree(leaves);
        return new(tree.Root.ToArray(), RoomDraw.Seed(secret, tree.Root, tree.Size, publicValue), publicValue);
    }
}
