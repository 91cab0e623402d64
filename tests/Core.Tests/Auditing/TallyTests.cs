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
}
