using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Auditing;

public sealed class AuditorTests
{
    private readonly Journal journal = new();
    private readonly StandInSaleLedger sales;
    private readonly StandInSaleStore store;
    private readonly StandInOutbox outbox;
    private readonly StandInSettledNumbers numbers = new();
    private readonly StandInStoredOrders stored;
    private readonly Auditor auditor;

    public AuditorTests()
    {
        sales = new(journal);
        store = new(journal);
        outbox = new(journal);
        stored = new(journal);
        auditor = new(sales, store, outbox, numbers, stored);
    }

    [Fact]
    public async Task The_books_of_a_sale_gather_what_each_place_holds()
    {
        sales.Sales[Product] = Sale() with { Added = 20, Remaining = 111, Accepted = 9, Orders = 6, Seq = 6 };
        outbox.Add(OutboxOf(Batch(first: 5, count: 1)), OutboxOf(Batch(first: 6, count: 1) with { Quantities = [4] }));
        stored.Dead[(Product, Epoch)] = new(1, 1);
        stored.Tallies[(Product, Epoch)] = new(2, 2);
        stored.Discarded[(Product, Epoch)] = new(1, 1);

        var books = Assert.Single(await auditor.AuditAsync(Product, CancellationToken.None));
        var expected = new Books
        {
            ProductId = Product,
            Epoch = Epoch,
            IsCurrent = true,
            Initial = 100,
            Added = 20,
            Remaining = 111,
            Accepted = new(6, 9),
            Outbox = new(2, 5),
            Stored = new(2, 2),
            Dead = new(1, 1),
            Discarded = new(1, 1),
            Transitions = new() { Seq = 6, Outbox = 2, Stored = 2, Dead = 1, Discarded = 1 },
        };
        Assert.Equal(expected, books);
        Assert.Equal(new(2, 5), books.InFlight);
    }

    [Fact]
    public async Task Holds_and_what_happened_to_them_are_in_the_books_of_the_current_sale()
    {
        sales.Sales[Product] = Sale() with { Added = 20, Remaining = 116, Accepted = 6, Orders = 6, Seq = 14, Held = 2, Lapsed = 1, Returned = 1 };
        sales.Due[Product] = 1;
        outbox.Add(OutboxOf(Held(first: 6)), new OutboxEntry(Product, "2", Happened(13, To(1, TransitionKind.Expired)).ToJson()));
        outbox.Add(new OutboxEntry(Product, "3", Happened(13, To(1, TransitionKind.Expired)).ToJson()));
        stored.Tallies[(Product, Epoch)] = new(5, 5);
        stored.SettledTransitions[(Product, Epoch)] = new(Stored: 4, Dead: 2, Discarded: 1);

        var books = Assert.Single(await auditor.AuditAsync(Product, CancellationToken.None));

        Assert.Equal((2, 1, 1, 1, 3), (books.Held, books.Due, books.Lapsed, books.Returned, books.Sold));
        Assert.Equal(new() { Seq = 14, Outbox = 2, Stored = 9, Dead = 2, Discarded = 1 }, books.Transitions);
        Assert.Equal((2, 0), (books.Transitions!.InFlight, books.StockGap));
    }

    // It stays there for a moment, until it is known to be stored.
    [Fact]
    public async Task G6_what_is_stored_and_still_lies_in_the_outbox_counts_once()
    {
        sales.Sales[Product] = Sale() with { Remaining = 95, Accepted = 5, Orders = 5, Seq = 6 };
        outbox.Add(OutboxOf(Batch(first: 1, count: 3)), OutboxOf(Batch(first: 4, count: 2)));
        outbox.Add(new OutboxEntry(Product, "3", Happened(6, new Transition { Kind = TransitionKind.Paused }).ToJson()));
        stored.Tallies[(Product, Epoch)] = new(4, 4);
        numbers.Settle(1, 2, 3, 4);

        var books = Assert.Single(await auditor.AuditAsync(Product, CancellationToken.None));
        Assert.Equal((new Tally(1, 1), default, 2), (books.Outbox, books.Broker, books.Transitions!.Outbox));
    }

    [Fact]
    public async Task Earlier_sales_follow_the_current_one_each_with_its_own_orders()
    {
        sales.Sales[Product] = Sale();
        sales.Ended[Product] = [new(Epoch - 2, 10, 12), new(Epoch - 1, 5, 5)];
        stored.Tallies[(Product, Epoch - 2)] = new(9, 11);
        stored.Tallies[(Product, Epoch - 1)] = new(3, 3);
        stored.Dead[(Product, Epoch - 2)] = new(1, 1);
        outbox.Add(OutboxOf(Batch() with { Epoch = Epoch - 1 }));

        var books = await auditor.AuditAsync(Product, CancellationToken.None);
        Assert.Equal([(Epoch, true), (Epoch - 2, false), (Epoch - 1, false)], books.Select(book => (book.Epoch, book.IsCurrent)));
        Assert.Equal([new(0, 0), new(10, 12), new(5, 5)], books.Select(book => book.Accepted));
        Assert.Equal([new(0, 0), new(9, 11), new(3, 3)], books.Select(book => book.Stored));
        Assert.Equal([new(0, 0), new(1, 1), new(0, 0)], books.Select(book => book.Dead));
        Assert.Equal([new(0, 0), new(0, 0), new(1, 1)], books.Select(book => book.Outbox));
        Assert.Equal([true, true, false], books.Select(book => book.IsBalanced));
        Assert.All(books, book => Assert.Null(book.Imbalance));
    }

    // So that it is one snapshot of the store, and two audits at once agree.
    [Fact]
    public async Task What_has_come_to_its_end_is_read_at_once_for_all_products_before_all_that_moves()
    {
        sales.Sales["phone"] = Sale("phone", epoch: 8);
        sales.Sales["tablet"] = Sale("tablet", epoch: 9);
        await auditor.AuditAllAsync(CancellationToken.None);
        Assert.Equal(["settled phone tablet", "read phone"], journal.Lines.SkipWhile(line => line != "settled phone tablet").Take(2));
        Assert.Single(journal.Lines, line => line.StartsWith("settled", StringComparison.Ordinal));
    }

    // The ledger keeps what every sale sold: one that it does not know, but that has orders, was lost with its data (G7).
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Orders_stored_of_a_sale_that_the_ledger_has_lost_are_an_imbalance(bool hasLaterSale)
    {
        if (hasLaterSale)
            sales.Sales[Product] = Sale(epoch: Epoch + 1);
        stored.Tallies[(Product, Epoch)] = new(5, 6);
        var books = await auditor.AuditAsync(Product, CancellationToken.None);
        Assert.Equal(
            "5 orders (6 units) stored, but only 0 orders (0 units) accepted: "
            + "5 orders (6 units) too many",
            books.SingleOrDefault(book => book.Epoch == Epoch)?.Imbalance);
    }

    [Fact]
    public async Task What_is_further_on_is_read_first()
    {
        sales.Sales[Product] = Sale();
        await auditor.AuditAsync(Product, CancellationToken.None);
        Assert.Equal(["settled phone", "read phone"], journal.Lines.Take(2));
        Assert.Equal(["ended phone", "find phone"], journal.Lines.Skip(2).Order());
    }

    [Fact]
    public async Task A_product_that_nobody_knows_has_no_books() =>
        Assert.Empty(await auditor.AuditAsync(Product, CancellationToken.None));

    [Fact]
    public async Task All_products_are_audited_in_order()
    {
        sales.Sales["tablet"] = Sale("tablet", epoch: 9);
        sales.Sales["phone"] = Sale("phone", epoch: 8);
        sales.Ended["phone"] = [new(3, 0, 0)];
        var books = await auditor.AuditAllAsync(CancellationToken.None);
        Assert.Equal([("phone", 8), ("phone", 3), ("tablet", 9)], books.Select(book => (book.ProductId, book.Epoch)));
    }

    [Fact]
    public async Task A_product_that_only_the_store_knows_is_audited_too()
    {
        store.Marks[Product] = new(Epoch, 5);
        stored.Tallies[(Product, Epoch)] = new(5, 5);
        var books = Assert.Single(await auditor.AuditAllAsync(CancellationToken.None));
        Assert.Equal((Product, Epoch, false), (books.ProductId, books.Epoch, books.IsBalanced));
    }

    private static OutboxEntry OutboxOf(OrderBatch batch) => new(batch.ProductId, $"{batch.FirstPosition}", batch.ToJson());
}
