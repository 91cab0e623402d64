using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Auditing;

public sealed class TallyTests
{
    [Fact]
    public void Tallies_add_and_subtract_both_numbers()
    {
        Assert.Equal(new(5, 50), new Tally(2, 20) + new Tally(3, 30));
        Assert.Equal(new(-1, 10), new Tally(2, 40) - new Tally(3, 30));
    }

    [Theory]
    [InlineData(0, 0, "0 orders (0 units)")]
    [InlineData(1, 1, "1 order (1 unit)")]
    [InlineData(2, 5, "2 orders (5 units)")]
    public void A_tally_is_said_in_words(long orders, long units, string words) => Assert.Equal(words, new Tally(orders, units).ToString());
}
