using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

/// <summary>A receipt shows that its shopper was this member, and that nobody else was.</summary>
public sealed class DrawReceiptTests
{
    private static readonly DrawProof Proof = SampleDraw.Proof;

    [Fact]
    public void Everybody_who_was_there_can_show_it()
    {
        foreach (var (i, shopper) in SampleDraw.Shoppers.Index())
            Assert.Null(SampleDraw.ReceiptOf(i + 1).FindDefect(Proof, SampleDraw.Leaves, shopper));
    }

    [Theory]
    [InlineData(2, "ada", "the leaf of member 2 is not that of ada with this salt")]
    [InlineData(1, "Ada", "the leaf of member 1 is not that of Ada with this salt")]
    [InlineData(6, "ada", "there is no member 6")]
    [InlineData(long.MaxValue, "ada", "there is no member 9,223,372,036,854,775,807")]
    [InlineData(0, "ada", "the receipt is no number with a salt of 32 lower-case hex digits")]
    [InlineData(-1, "ada", "the receipt is no number with a salt of 32 lower-case hex digits")]
    public void Whoever_was_not_there_cannot(long member, string shopperId, string defect) =>
        Assert.Equal(defect, SampleDraw.ReceiptOf(member).FindDefect(Proof, SampleDraw.Leaves, shopperId));

    [Fact]
    public void A_salt_of_another_member_shows_nothing() =>
        Assert.Equal("the leaf of member 1 is not that of ada with this salt", (SampleDraw.ReceiptOf(2) with { Member = 1 }).FindDefect(Proof, SampleDraw.Leaves, "ada"));

    [Fact]
    public void A_draw_that_was_changed_shows_nothing() =>
        Assert.StartsWith("the seed", SampleDraw.ReceiptOf(1).FindDefect(Proof with { PublicValue = "" }, SampleDraw.Leaves, "ada"), StringComparison.Ordinal);

    [Fact]
    public void It_is_read_as_it_is_written() => Assert.Equal(SampleDraw.ReceiptOf(5), DrawReceipt.Parse(SampleDraw.ReceiptOf(5).ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5.")]
    [InlineData("0.00112233445566778899aabbccddeeff")]
    [InlineData("05.00112233445566778899aabbccddeeff")]
    [InlineData("5.00112233445566778899AABBCCDDEEFF")]
    [InlineData("5.00112233445566778899aabbccddee")]
    [InlineData("5.00112233445566778899aabbccddeeff\n")]
    [InlineData("9999999999999999999.00112233445566778899aabbccddeeff")]
    public void What_is_none_is_not_read(string text) => Assert.Null(DrawReceipt.Parse(text));

    [Fact]
    public void A_member_who_is_not_there_has_no_place() => Assert.Throws<ArgumentOutOfRangeException>(() => SampleDraw.ReceiptOf(6).PlaceOf(Proof));
}
