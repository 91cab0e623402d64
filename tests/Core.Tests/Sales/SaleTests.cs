using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Sales;

public sealed class SaleTests
{
    private static readonly DateTimeOffset Opens = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Closes = Opens.AddHours(1);

    [Theory]
    [InlineData(SaleState.Open, -1, 100, "not_open")]
    [InlineData(SaleState.Open, 0, 100, "open")]
    [InlineData(SaleState.Open, 3_599, 1, "open")]
    [InlineData(SaleState.Open, 3_600, 100, "closed")]
    [InlineData(SaleState.Open, -1, 0, "not_open")]
    [InlineData(SaleState.Open, 0, 0, "sold_out")]
    [InlineData(SaleState.Open, 3_600, 0, "closed")]
    [InlineData(SaleState.Paused, -1, 100, "paused")]
    [InlineData(SaleState.Paused, 0, 0, "paused")]
    [InlineData(SaleState.Paused, 3_600, 100, "closed")]
    [InlineData(SaleState.Closed, -1, 100, "closed")]
    [InlineData(SaleState.Closed, 0, 100, "closed")]
    [InlineData(SaleState.Closed, 0, 0, "closed")]
    [InlineData(SaleState.Archived, 0, 100, "archived")]
    [InlineData(SaleState.Archived, 3_600, 0, "archived")]
    public void A_shopper_is_told_what_counts_most(SaleState state, int secondsAfterOpening, long remaining, string expected)
    {
        var sale = Sale() with { State = state, Remaining = remaining };
        sale = sale with { Definition = sale.Definition with { OpensAt = Opens, ClosesAt = Closes } };
        Assert.Equal(expected, sale.Availability(Opens.AddSeconds(secondsAfterOpening)));
    }

    [Fact]
    public void A_sale_without_a_window_is_always_open()
    {
        Assert.Equal("open", Sale().Availability(DateTimeOffset.MinValue));
        Assert.Equal("open", Sale().Availability(DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData(100, 0, 100, 0, true)]
    [InlineData(100, 0, 0, 100, true)]
    [InlineData(100, 20, 30, 90, true)]
    [InlineData(0, 0, 0, 0, true)]
    [InlineData(100, 0, 0, 101, false)]
    [InlineData(100, 0, 1, 100, false)]
    [InlineData(100, 20, 0, 100, false)]
    [InlineData(100, 0, 99, 0, false)]
    public void What_came_in_is_what_is_left_or_sold(int initial, long added, long remaining, long accepted, bool expected)
    {
        var sale = Sale() with { Added = added, Remaining = remaining, Accepted = accepted };
        sale = sale with { Definition = sale.Definition with { Stock = initial } };
        Assert.Equal(expected, sale.IsBalanced);
    }
}
