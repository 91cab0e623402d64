using System.Globalization;
using System.Text.RegularExpressions;

namespace FlashFlow.Core.Rooms;

/// <summary>What a shopper is given in a room, and can show later that they were there.</summary>
/// <param name="Member">The member's number, from 1.</param>
/// <param name="Salt">The member's salt (<see cref="RoomDraw.Salt"/>), 32 lower-case hex digits.</param>
public sealed partial record DrawReceipt(long Member, string Salt)
{
    /// <summary>The receipt of a member.</summary>
    /// <param name="keys">The room's.</param>
    /// <param name="member">The member's number.</param>
    public static DrawReceipt Of(RoomKeys keys, long member) => new(member, Convert.ToHexStringLower(RoomDraw.Salt(keys.Key, member)));

    /// <summary>Reads what <see cref="ToString"/> writes; null for anything else.</summary>
    public static DrawReceipt? Parse(string text) =>
        Form().Match(text) is { Success: true } form && long.TryParse(form.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var member)
            ? new(member, form.Groups[2].Value)
            : null;

    /// <summary>What does not fit together; null when this shopper was this member of a draw that is as it was published.</summary>
    /// <param name="proof">What was published.</param>
    /// <param name="leaves">The leaves in the order of the members' numbers, 32 bytes each, one after another.</param>
    /// <param name="shopperId">The shopper.</param>
    public string? FindDefect(DrawProof proof, ReadOnlySpan<byte> leaves, string shopperId) => proof.FindDefect(leaves) ?? FindDefectOfLeaf(leaves, shopperId);

    /// <summary>Whether the member's leaf is the shopper's; null when it is.</summary>
    /// <param name="leaves">As for <see cref="FindDefect"/>.</param>
    /// <param name="shopperId">The shopper.</param>
    public string? FindDefectOfLeaf(ReadOnlySpan<byte> leaves, string shopperId)
    {
        if (Parse(ToString()) is null)
            return "the receipt is no number with a salt of 32 lower-case hex digits";
        if (Member > leaves.Length / MerkleTree.HashSize)
            return $"there is no member {Member:N0}";
        return leaves.Slice((int)(Member - 1) * MerkleTree.HashSize, MerkleTree.HashSize).SequenceEqual(RoomDraw.Leaf(Convert.FromHexString(Salt), shopperId))
            ? null
            : $"the leaf of member {Member:N0} is not that of {shopperId} with this salt";
    }

    /// <summary>The member's place, from 1.</summary>
    /// <param name="proof">A proof without a defect.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such member.</exception>
    public long PlaceOf(DrawProof proof) => SwapOrNotShuffle.PlaceOf(Convert.FromHexString(proof.Seed), Member, proof.Members);

    /// <summary>As a shopper is given it: <c>17.00112233445566778899aabbccddeeff</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Member}.{Salt}");

    [GeneratedRegex("^([1-9][0-9]{0,18})\\.([0-9a-f]{32})\\z")]
    private static partial Regex Form();
}
