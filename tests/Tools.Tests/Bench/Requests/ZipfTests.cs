using FlashFlow.Bench.Requests;

namespace FlashFlow.Tools.Tests.Bench.Requests;

public sealed class ZipfTests
{
    [Fact]
    public void The_share_of_a_rank_is_the_inverse_of_its_place()
    {
        const int Draws = 1_100_000;
        var zipf = new Zipf(3); // 1 + 1/2 + 1/3 = 11/6
        var drawn = new int[3];
        for (var i = 0; i < Draws; i++)
            drawn[zipf.Rank((double)i / Draws)]++;

        Assert.InRange(drawn[0], 599_999, 600_001);
        Assert.InRange(drawn[1], 299_999, 300_001);
        Assert.InRange(drawn[2], 199_999, 200_001);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1_000)]
    public void Every_number_falls_on_a_rank(int count)
    {
        var zipf = new Zipf(count);

        Assert.Equal(0, zipf.Rank(0));
        Assert.Equal(count - 1, zipf.Rank(Math.BitDecrement(1.0)));
    }
}
