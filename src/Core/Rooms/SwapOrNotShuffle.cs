using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FlashFlow.Core.Rooms;

/// <summary>
/// The order that a seed gives to members: a permutation of which each place can be computed alone, so that nothing is stored. It is the
/// swap-or-not shuffle (Hoang, Morris, Rogaway, An Enciphering Scheme Based on a Card Shuffle, 2012).
/// </summary>
/// <remarks>
/// As <c>compute_shuffled_index</c> of Ethereum's consensus specification has it: SHA-256, 90 rounds, an index from 0. The round's pivot is
/// the first 8 bytes of SHA-256(seed, round), and the bits of indices 256b to 256b + 255 are SHA-256(seed, round, b); the round is 1 byte and
/// numbers are little-endian. One thing differs: the block number b has 8 bytes, not 4.
/// </remarks>
public static class SwapOrNotShuffle
{
    /// <summary>Most members, 2^40.</summary>
    public const long MostMembers = 1L << 40;

    /// <summary>Bytes of a seed.</summary>
    public const int SeedSize = 32;

    private const int Rounds = 90;
    private const int BlockSize = 8 * SHA256.HashSizeInBytes;
    private const int PivotInput = SeedSize + 1;
    private const int BlockInput = PivotInput + sizeof(long);

    /// <summary>The place of one member, in about 180 hashes and without an allocation.</summary>
    /// <param name="seed">32 bytes.</param>
    /// <param name="member">The member's number, 1 to <paramref name="members"/>.</param>
    /// <param name="members">How many there are, 1 to <see cref="MostMembers"/>.</param>
    /// <returns>1 to <paramref name="members"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One of them is none of that.</exception>
    public static long PlaceOf(ReadOnlySpan<byte> seed, long member, long members)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedSize, nameof(seed));
        ArgumentOutOfRangeException.ThrowIfLessThan(member, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(member, members);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members, MostMembers);
        Span<byte> input = stackalloc byte[BlockInput];
        Span<byte> bits = stackalloc byte[SHA256.HashSizeInBytes];
        seed.CopyTo(input);
        var index = member - 1;
        for (var round = 0; round < Rounds; round++)
        {
            var partner = FindPivot(input, round, members) - index;
            if (partner < 0)
                partner += members;
            var larger = Math.Max(index, partner);
            DrawBits(input, larger / BlockSize, bits);
            if (IsSwapped(bits, larger))
                index = partner;
        }

        return index + 1;
    }

    /// <summary>
    /// The places of all members, which are those of <see cref="PlaceOf"/>. A hash serves the 256 indices of its block, so this takes about
    /// 90 * members / 512 hashes.
    /// </summary>
    /// <param name="seed">32 bytes.</param>
    /// <param name="members">How many there are, 0 to <see cref="Array.MaxLength"/>.</param>
    /// <returns>The place of member n, from 1, at n - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One of them is none of that.</exception>
    public static long[] Places(ReadOnlySpan<byte> seed, long members)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, SeedSize, nameof(seed));
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members, Array.MaxLength);
        Span<byte> input = stackalloc byte[BlockInput];
        seed.CopyTo(input);
        var places = new long[members];
        for (var i = 0; i < places.Length; i++)
            places[i] = i + 1;

        // A round swaps pairs. To take the last one first turns "who comes to this place" into "where this one comes to".
        for (var round = Rounds - 1; round >= 0 && members > 0; round--)
        {
            var pivot = (int)FindPivot(input, round, members);
            SwapPairs(input, places, 0, pivot);
            SwapPairs(input, places, pivot + 1, places.Length - 1);
        }

        return places;
    }

    // The pairs of a round lie around two middles: that of what is up to the pivot, and that of the rest.
    private static void SwapPairs(Span<byte> input, long[] places, int first, int last)
    {
        Span<byte> bits = stackalloc byte[SHA256.HashSizeInBytes];
        var drawn = -1;
        for (; first < last; first++, last--)
        {
            if (last / BlockSize != drawn)
                DrawBits(input, drawn = last / BlockSize, bits);

            // Half of all are swapped, which no processor foresees: a mask costs it less than a jump.
            var difference = (places[first] ^ places[last]) & -(IsSwapped(bits, last) ? 1L : 0L);
            places[first] ^= difference;
            places[last] ^= difference;
        }
    }

    private static long FindPivot(Span<byte> input, int round, long members)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        input[SeedSize] = (byte)round;
        SHA256.HashData(input[..PivotInput], hash);
        return (long)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)members);
    }

    private static void DrawBits(Span<byte> input, long block, Span<byte> bits)
    {
        BinaryPrimitives.WriteInt64LittleEndian(input[PivotInput..], block);
        SHA256.HashData(input, bits);
    }

    private static bool IsSwapped(ReadOnlySpan<byte> bits, long index) => (bits[(int)(index % BlockSize) / 8] >> (int)(index % 8) & 1) != 0;
}
