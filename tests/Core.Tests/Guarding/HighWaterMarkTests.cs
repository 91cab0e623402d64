namespace FlashFlow.Core.Tests.Guarding;

public sealed class HighWaterMarkTests
{
    [Theory]
    [InlineData(1, 5, 1, 6)]
    [InlineData(1, 5, 2, 0)]
    [InlineData(1, 999, 2, 1)]
    [InlineData(0, 0, 1, 0)]
    public void A_later_sale_is_later_and_within_a_sale_the_later_position(long epoch, long position, long laterEpoch, long laterPosition)
    {
        HighWaterMark earlier = new(epoch, position), later = new(laterEpoch, laterPosition);

        Assert.True(earlier < later && earlier <= later && later > earlier && later >= earlier);
        Assert.False(later < earlier || later <= earlier || earlier > later || earlier >= later);
        Assert.True(earlier.CompareTo(later) < 0 && later.CompareTo(earlier) > 0);
    }

    [Fact]
    public void A_mark_is_neither_earlier_nor_later_than_itself()
    {
        HighWaterMark mark = new(3, 4), same = new(3, 4);

        Assert.True(mark <= same && mark >= same);
        Assert.False(mark < same || mark > same);
        Assert.Equal(0, mark.CompareTo(same));
    }

    [Fact]
    public void Nothing_known_is_before_everything() =>
        Assert.True(HighWaterMark.None < new HighWaterMark(1, 0));
}
