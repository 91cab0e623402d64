using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

/// <summary>The hashes of a draw are those that somebody else computes by what is written of them.</summary>
public sealed class RoomDrawTests
{
    // Computed by a program of its own in another language.
    [Fact]
    public void A_draw_is_the_one_that_somebody_else_computes()
    {
        Assert.Equal("c432e059c378eef7fe2f1181a4050836", Convert.ToHexStringLower(RoomDraw.Salt(SampleDraw.SaltKey, 1)));
        Assert.Equal("9896b38bf2ef941fec841dcb4d3a2a7fbf8cf86709aee93a3a253e950d5b9982", Convert.ToHexStringLower(SampleDraw.Leaves.AsSpan(0, 32)));
        var expected = new DrawProof
        {
            ProductId = "phone",
            Epoch = 7,
            Commitment = "e3e16780becf601d55e4751e7d722ef91d750bb0cea61b1bb5ea8bc308cdf262",
            Secret = "6465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283",
            PublicValue = SampleDraw.PublicValue,
            Members = 5,
            Root = "c1393d7294b3b0f5a031857682cf98656ac150846cdf931a3e5ae286850d1225",
            Seed = "c9031f9dfd0c4def7d16c415c2cd3b1a5977d31c280be8f15cb76cc931021d0f",
        };
        Assert.Equal(expected, SampleDraw.Proof);
        Assert.Equal([4, 5, 3, 2, 1], Enumerable.Range(1, 5).Select(member => SampleDraw.ReceiptOf(member).PlaceOf(expected)));
    }

    [Fact]
    public void What_goes_from_one_part_of_the_seed_to_the_next_changes_it()
    {
        byte[][] seeds =
        [
            RoomDraw.Seed([1, 2], [3, 4], 5, "6"),
            RoomDraw.Seed([1], [2, 3, 4], 5, "6"),
            RoomDraw.Seed([1, 2, 3], [4], 5, "6"),
            RoomDraw.Seed([1, 2], [3, 4], 6, "6"),
            RoomDraw.Seed([1, 2], [3, 4], 5, "7"),
            RoomDraw.Seed([1, 2], [3, 4], 5, ""),
        ];

        Assert.Equal(seeds.Length, seeds.Select(Convert.ToHexStringLower).Distinct().Count());
    }

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    public void A_salt_of_another_size_is_refused(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => RoomDraw.Leaf(new byte[size], "ada"));
}
