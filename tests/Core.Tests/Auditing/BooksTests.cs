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
        Balanced with { Outbox = new(5, 5) }, // Stored already, not yet removed from the outbox.
        Balanced with { Remaining = 120, Accepted = default, Stored = default, Dead = default });

    public static TheoryData<Books, Tally> OnTheWay => new()
    {
        { Balanced with { Stored = new(50, 70) }, new(9, 18) },
        { Balanced with { Stored = default, Dead = default }, new(60, 90) },
        { Ended with { Stored = new(58, 87) }, new(1, 1) },
    };

    public static TheoryData<Books, string> Wrong => new()
    {
        { Balanced with { Remaining = 29 }, "100 + 20 units came in, but 29 are left and 90 sold" },
        { Balanced with { Added = 0 }, "100 + 0 units came in, but 30 are left and 90 sold" },
        { Balanced with { Remaining = -1, Accepted = new(60, 121) }, "1 units were oversold" },
        {
            Balanced with { Stored = new(60, 89) },
            "60 orders (89 units) are stored and 1 dead-lettered, but only 60 (90 units) were accepted"
        },
        {
            Ended with { Stored = new(59, 89) },
            "59 orders (89 units) are stored and 1 dead-lettered, but only 60 (90 units) were accepted"
        },
        { Balanced with { Stored = new(59, 87) }, "1 units are accepted in orders that are stored without them" },
        { Ended with { Stored = new(59, 80) }, "8 units are accepted in orders that are stored without them" },
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

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_right_is_said(Books books, string imbalance)
    {
        Assert.Equal(imbalance, books.Imbalance);
        Assert.False(books.IsBalanced);
    }
}
