using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Chaos.Shopping;
using FlashFlow.Chaos.Verdict;
using FlashFlow.Chaos.Watchers;
using Shop;
using StoredOrder = FlashFlow.Chaos.Verdict.StoredOrder;

namespace FlashFlow.Tools.Tests.Chaos.Verdict;

/// <summary>A run that held, and each way in which it could have failed: the verdict must see every one of them.</summary>
public sealed class ChaosVerdictTests : VerdictTests
{
    [Fact]
    public void What_was_told_and_stored_holds()
    {
        Sell("ada", key: null);
        Sell("ben", "key");
        Hear(Buy("cleo", "key"), Lost, SoldOut);
        Hear(Buy("dan", key: null), Lost);
        Hear(Buy("eve", "key"), NotTried, SoldOut);

        Assert.Null(Wrong());
    }

    [Fact]
    public void Rows_of_those_who_never_heard_of_them_hold()
    {
        Hear(Buy("ada", key: null), Lost);
        Store("ada", OrderIds.New(TimeProvider.System));
        Hear(Buy("ben", "key"), Lost, SoldOut);
        Store("ben", OrderIds.ForKey("phone", Epoch, "ben", "key"));

        Assert.Null(Wrong());
        Assert.Equal(2, new RowMatch(Result()).Unheard);
    }

    [Fact]
    public void G3_an_order_that_was_told_and_is_not_stored_is_seen()
    {
        Hear(Buy("ada", key: null), new Reply(202, OrderIds.New(TimeProvider.System)));

        Assert.Contains("which is not stored", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G3_an_order_that_is_stored_for_another_is_seen()
    {
        var orderId = OrderIds.New(TimeProvider.System);
        Hear(Buy("ada", key: null), new Reply(202, orderId));
        Store("ben", orderId);

        Assert.Contains("what is stored is", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G3_one_order_told_to_two_is_seen()
    {
        var orderId = Sell("ada", key: null);
        Hear(Buy("ada", key: null), new Reply(202, orderId));

        Assert.Contains("is told to another as well", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G3_a_row_that_nobody_asked_for_is_seen()
    {
        Store("ada", OrderIds.New(TimeProvider.System));

        Assert.Contains("nobody asked for", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G3_a_second_row_for_one_unanswered_buy_is_seen()
    {
        Hear(Buy("ada", key: null), Lost);
        Store("ada", OrderIds.New(TimeProvider.System));
        Store("ada", OrderIds.New(TimeProvider.System));

        Assert.Contains("nobody asked for", Wrong(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(409, "sold_out")]
    [InlineData(503, "unavailable")]
    public void G3_a_row_of_one_who_was_told_that_nothing_was_ordered_is_seen(int status, string code)
    {
        Hear(Buy("ada", "key"), new Reply(status, Code: code), SoldOut);
        Store("ada", OrderIds.ForKey("phone", Epoch, "ada", "key"));
        Assert.Contains("was told that nothing of phone was ordered", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G4_another_answer_to_a_retry_is_seen()
    {
        var buy = Buy("ada", "key");
        Hear(buy, new Reply(202, OrderIds.ForKey("phone", Epoch, "ada", "key")), SoldOut);
        Store("ada", buy.OrderId!.Value);

        Assert.Contains("was then answered 409 sold_out", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G4_a_key_without_an_end_is_seen()
    {
        Hear(Buy("ada", "key"), Lost, NotTried);

        Assert.Contains("never heard", Wrong(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void G1_G2_a_unit_too_many_or_too_few_is_seen(int more)
    {
        Sell("ada", key: null);
        Stock -= more;

        Assert.Contains("units of phone are sold", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G5_a_shopper_over_the_limit_is_seen()
    {
        Limit = 1;
        Sell("ada", key: null);
        Sell("ada", key: null);

        Assert.Contains("ada has 2 units", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G6_a_restock_that_counts_twice_is_seen()
    {
        Sell("ada", key: null);
        Told = -1;
        Stock++;

        Assert.Contains("0 units were added instead of -1", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G8_a_dead_letter_is_seen()
    {
        DeadLetters = 1;

        Assert.Contains("there are 1", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void G10_a_reader_who_has_another_table_or_missed_something_is_seen()
    {
        Sell("ada", key: null);
        var (id, row) = (Stored[0].OrderId, new FeedConsumer.Order(Epoch, 1, "ada", 1, null, null, "confirmed", null, 0));
        Readers.Add(new("webhooks", null, new Dictionary<Guid, FeedConsumer.Order> { [id] = row }));
        Assert.Null(Wrong());

        Readers[0] = Readers[0] with { Orders = new Dictionary<Guid, FeedConsumer.Order> { [id] = row with { Status = "cancelled" } } };
        Assert.Contains("by webhooks it is", Wrong(), StringComparison.Ordinal);
        Readers[0] = Readers[0] with { Orders = new Dictionary<Guid, FeedConsumer.Order>() };
        Assert.Contains("was not told by webhooks", Wrong(), StringComparison.Ordinal);
        Readers[0] = Readers[0] with { Orders = new Dictionary<Guid, FeedConsumer.Order> { [id] = row, [Guid.NewGuid()] = row } };
        Assert.Contains("webhooks has told of 2 orders, and 1 are stored", Wrong(), StringComparison.Ordinal);
        Readers[0] = new("the feed", "Sale 1: 3 came after 1.", new Dictionary<Guid, FeedConsumer.Order> { [id] = row });
        Assert.Contains("3 came after 1", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_no_sale_gives_is_seen()
    {
        Hear(Buy("ada", key: null), new Reply(500, Code: "internal_error"));

        Assert.Contains("1 x 500 internal_error", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_no_room_gives_is_seen()
    {
        Journal.Line.Note(HttpMethod.Get, "/products/lined/room", 503);
        Assert.Null(Wrong());

        Journal.Line.Note(HttpMethod.Get, "/products/lined/room", 500);
        Assert.Contains("GET /products/lined/room was answered 500", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_drain_that_ends_by_itself_is_seen_and_a_silo_may()
    {
        Ended = new() { ["silo-1"] = 1 };
        Assert.Null(Wrong());

        Ended = new() { ["drain-1"] = 1 };
        Assert.Contains("drain-1 did", Wrong(), StringComparison.Ordinal);
    }
}
