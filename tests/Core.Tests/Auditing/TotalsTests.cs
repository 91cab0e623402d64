using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Auditing;

public sealed class TotalsTests
{
    private static readonly Books Phone = new()
    {
        ProductId = Product,
        Epoch = Epoch,
        IsCurrent = true,
        Initial = 100,
        Added = 20,
        Remaining = 30,
        Accepted = new(60, 90),
        Outbox = new(3, 4),
        Stored = new(50, 70),
        Dead = new(1, 2),
        Discarded = new(2, 3),
        Transitions = new() { Seq = 80, Stored = 71 },
    };

    [Fact]
    public void Every_figure_is_added_up()
    {
        var tablet = Phone with { ProductId = "tablet", Initial = 7, Added = 0, Remaining = 5, Accepted = new(1, 2), Outbox = default, Stored = new(1, 2), Dead = default, Discarded = default, Transitions = null };
        var expected = new Totals
        {
            Sales = 2,
            Balanced = 1,
            Initial = 107,
            Added = 20,
            Remaining = 35,
            Accepted = new(61, 92),
            Outbox = new(3, 4),
            Broker = new(4, 11),
            InFlight = new(7, 15),
            Stored = new(51, 72),
            Dead = new(1, 2),
            Discarded = new(2, 3),
            StockGap = 0,
            Sold = 92,
            TransitionsInFlight = 9,
        };
        Assert.Equal(expected, Totals.Of([Phone, tablet]));
    }

    [Fact]
    public void What_one_sale_misses_and_another_has_too_many_still_shows_as_not_balanced()
    {
        var sold = Phone with { Stored = new(57, 85), Outbox = default, Transitions = null };
        var totals = Totals.Of([sold, sold with { Remaining = 29 }, sold with { Remaining = 31 }]);
        Assert.Equal((3, 1, 0), (totals.Sales, totals.Balanced, totals.StockGap));
    }
}
