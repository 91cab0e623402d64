namespace FlashFlow.Core.Tests.Auditing;

public sealed class BooksTests
{
    // 100 units and 20 added; 90 sold in 60 orders, of which 59 with 88 units are stored and 1 with 2 units dead-lettered.
    private static readonly Books Balanced = new()
    {
        ProductId = "phone",
        Epoch = 7,
        IsCurrent = true,
        Initial = 100,
        Added = 20,
        Remaining = 30,
        Accepted = new(60, 90),
        Outbox = default,
        Stored = new(59, 88),
        Dead = new(1, 2),
    };

    // Of an earlier sale only what it sold is still known.
    private static readonly Books Ended = Balanced with { IsCurrent = false, Initial = 0, Added = 0, Remaining = 0 };

    public static TheoryData<Books> Sound => new(
        Balanced,
        Ended,
        Balanced with { Dead = default, Discarded = new(1, 2) },
        Balanced with { Outbox = new(5, 5) }, // Stored already, not yet removed from the outbox.
        Balanced with { Remaining = 40, Lapsed = 10 },
        Balanced with { Remaining = 48, Held = 15, Lapsed = 10, Returned = 8 },
        Balanced with { Transitions = new() { Seq = 70, Stored = 60, Dead = 5, Discarded = 3, Lost = 2 } },
        Balanced with { Remaining = 120, Accepted = default, Stored = default, Dead = default });

    public static TheoryData<Books, Tally> OnTheWay => new()
    {
        { Balanced with { Stored = new(50, 70) }, new(9, 18) },
        { Balanced with { Stored = default, Dead = default }, new(60, 90) },
        { Ended with { Stored = new(58, 87) }, new(1, 1) },
    };

    public static TheoryData<Books, string> Wrong => new()
    {
        { Balanced with { Remaining = 29 }, "100 + 20 units came in, but 29 are left and 90 sold: 1 unit missing" },
        { Balanced with { Added = 0 }, "100 + 0 units came in, but 30 are left and 90 sold: 20 units too many" },
        { Balanced with { Remaining = -1, Accepted = new(60, 121) }, "1 unit oversold" },
        {
            Balanced with { Stored = new(60, 89) },
            "60 orders (89 units) stored, 1 order (2 units) dead-lettered, "
            + "but only 60 orders (90 units) accepted: 1 order (1 unit) too many"
        },
        {
            Ended with { Stored = new(59, 89) },
            "59 orders (89 units) stored, 1 order (2 units) dead-lettered, "
            + "but only 60 orders (90 units) accepted: 0 orders (1 unit) too many"
        },
        {
            Balanced with { Discarded = new(1, 2) },
            "59 orders (88 units) stored, 1 order (2 units) dead-lettered, 1 order (2 units) discarded, "
            + "but only 60 orders (90 units) accepted: 1 order (2 units) too many"
        },
        { Balanced with { Stored = new(59, 87) }, "1 unit accepted in orders that are stored without them" },
        {
            Balanced with { Remaining = 20, Held = 15, Returned = 8 },
            "100 + 20 units came in and 8 came back, but 20 are left, 15 held and 75 sold: 18 units missing"
        },
        { Balanced with { Transitions = new() { Seq = 70, Stored = 71 } }, "71 transitions stored, dead-lettered, discarded or lost, but only 70 happened" },
        { Ended with { Stored = new(59, 80) }, "8 units accepted in orders that are stored without them" },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void Everything_accepted_has_arrived(Books books)
    {
        Assert.Equal(default, books.InFlight);
        Assert.Null(books.Imbalance);
        Assert.True(books.IsBalanced);
    }

    [Theory]
    [MemberData(nameof(OnTheWay))]
    public void What_is_on_its_way_is_no_imbalance_but_no_balance_either(Books books, Tally inFlight)
    {
        Assert.Equal(inFlight, books.InFlight);
        Assert.Null(books.Imbalance);
        Assert.False(books.IsBalanced);
    }

    // An order that is stored may have been confirmed since.
    [Fact]
    public void A_transition_that_is_on_its_way_is_no_balance()
    {
        var books = Balanced with { Transitions = new() { Seq = 70, Stored = 60, Outbox = 3 } };
        Assert.Equal(10, books.Transitions!.InFlight);
        Assert.Null(books.Imbalance);
        Assert.False(books.IsBalanced);
    }

    // G6: accepted = outbox + broker + PostgreSQL + dead + discarded, unless something of the outbox is further on already.
    [Theory]
    [InlineData(0, 0, 9, 18)]
    [InlineData(4, 8, 5, 10)]
    [InlineData(9, 18, 0, 0)]
    [InlineData(12, 20, 0, 0)]
    public void What_is_in_flight_beyond_the_outbox_is_the_brokers(long outboxOrders, long outboxUnits, long orders, long units)
    {
        var books = Balanced with { Stored = new(50, 70), Outbox = new(outboxOrders, outboxUnits) };
        Assert.Equal(new(orders, units), books.Broker);
    }

    [Fact]
    public void The_gap_of_the_stock_is_in_units_and_an_earlier_sale_has_none()
    {
        Assert.Equal(0, Balanced.StockGap);
        Assert.Equal(3, (Balanced with { Remaining = 27 }).StockGap);
        Assert.Equal(-2, (Balanced with { Remaining = 32 }).StockGap);
        Assert.Equal(0, Ended.StockGap);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_right_is_said(Books books, string imbalance)
    {
        Assert.Equal(imbalance, books.Imbalance);
        Assert.False(books.IsBalanced);
    }
}
