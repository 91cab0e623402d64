using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

/// <summary>The draw of a room of five, in which all is fixed.</summary>
internal static class SampleDraw
{
    public const string PublicValue = "3 14 15 92 65 – Ziehung";

    public static readonly byte[] SaltKey = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

    public static readonly byte[] Secret = [.. Enumerable.Range(100, 32).Select(number => (byte)number)];

    public static readonly string[] Shoppers = ["ada", "grace", "linus", "barbara", "edsger"];

    public static byte[] Leaves => [.. Shoppers.SelectMany((shopper, i) => RoomDraw.Leaf(RoomDraw.Salt(SaltKey, i + 1), shopper))];

    public static DrawProof Proof => DrawProof.Of("phone", 7, Secret, PublicValue, Leaves);

    public static DrawReceipt ReceiptOf(long member) => new(member, Convert.ToHexStringLower(RoomDraw.Salt(SaltKey, member)));
}
