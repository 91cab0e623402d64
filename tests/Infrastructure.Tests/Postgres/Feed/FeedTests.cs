using FlashFlow.Core.Draining;
using FlashFlow.Infrastructure.Postgres.Feed;

namespace FlashFlow.Infrastructure.Tests.Postgres.Feed;

/// <summary>G10: what is told of sales, in order and without a gap.</summary>
public sealed class FeedTests : SandboxTests
{
    private static FeedCursor Begin => default;

    private long epoch;

    [Fact]
    public async Task Every_transition_is_told_with_all_that_is_known_of_it()
    {
        epoch = await Sandbox.StartHoldingAsync("phone", stock: 10, holdSeconds: 60);
        var held = SampleBatch.Held(epoch, first: 1, count: 2) with { Quantities = [1, 3] };
        var order = held.OrderIds[1];
        await StoreAsync(held);
        await StoreAsync(SampleBatch.Transitions(
            epoch,
            first: 3,
            To(order, TransitionKind.Extended) with { DeadlineMilliseconds = 1_795_334_500_000 },
            To(order, TransitionKind.Confirmed) with { PaymentRef = "pay-1", By = "webshop" },
            To(order, TransitionKind.Cancelled) with { Cancelled = 1, Units = 0, By = "webshop", Key = "k", Asked = "1" },
            To(order, TransitionKind.Cancelled) with { Cancelled = 3, Units = 2, By = "webshop", Key = "l", Asked = "" },
            new Transition { Kind = TransitionKind.Returned, Units = 1 },
            new Transition { Kind = TransitionKind.Paused }));

        Assert.Equal(9, await Sandbox.AdvanceFeedAsync());
        var told = await ReadAsync();

        Assert.Equal(Enumerable.Range(0, 9).Select(seq => (long)seq), told.Select(happened => happened.Seq));
        Assert.Equal(
            [
                ("sale.started", null, 10), ("order.held", "held", null), ("order.held", "held", null), ("order.extended", "held", null),
                ("order.confirmed", "confirmed", null), ("order.cancelled", "confirmed", 0), ("order.cancelled", "cancelled", 2),
                ("sale.returned", null, 1), ("sale.paused", null, null),
            ],
            told.Select(happened => (happened.Type, happened.Status, happened.Units)));
        Assert.All(told, happened => Assert.Equal(("phone", epoch), (happened.ProductId, happened.Epoch)));
        Assert.All(told[2..7], happened => Assert.Equal((order, 2, "ada", 3, 1_497, "EUR"), (
            happened.OrderId, happened.Position, happened.ShopperId, happened.Quantity, happened.Amount, happened.Currency)));
        Assert.Equal((At(1_795_334_400_123), At(1_795_334_460_123)), (told[2].At, told[2].ExpiresAt));
        Assert.Equal((At(1_795_334_410_123), At(1_795_334_500_000)), (told[3].At, told[3].ExpiresAt));
        Assert.Equal(("pay-1", "webshop"), (told[4].PaymentRef, told[4].By));
        Assert.Equal([1, 3], told[5..7].Select(happened => happened.Cancelled));
    }

    [Fact]
    public async Task An_order_that_was_sold_at_once_is_told_as_confirmed_also_after_it_was_cancelled()
    {
        await StartAsync();
        var sold = SampleBatch.Of(epoch, first: 1, count: 1);
        await StoreAsync(sold);
        await StoreAsync(SampleBatch.Transitions(epoch, first: 2, SampleBatch.To(sold.OrderIds[0], 1, TransitionKind.Cancelled) with { Cancelled = 1 }));
        await Sandbox.AdvanceFeedAsync();

        Assert.Equal([("order.confirmed", "confirmed"), ("order.cancelled", "cancelled")], (await ReadAsync())[1..].Select(told => (told.Type, told.Status)));
    }

    // The message of a transition may come late, by a sweep or as a replayed letter.
    [Fact]
    public async Task G10_nothing_is_told_before_what_happened_earlier()
    {
        await StartAsync();
        await StoreAsync(SampleBatch.Of(epoch, first: 4, count: 2));
        Assert.Equal(1, await Sandbox.AdvanceFeedAsync());
        Assert.Equal([0], await SeqsAsync());

        await StoreAsync(SampleBatch.Of(epoch, first: 1, count: 2));
        Assert.Equal(2, await Sandbox.AdvanceFeedAsync());
        Assert.Equal([0, 1, 2], await SeqsAsync());

        await StoreAsync(SampleBatch.Transitions(epoch, first: 3, new Transition { Kind = TransitionKind.Restocked, Units = 5 }));
        Assert.Equal(3, await Sandbox.AdvanceFeedAsync());
        Assert.Equal([0, 1, 2, 3, 4, 5], await SeqsAsync());
        Assert.Equal(0, await Sandbox.AdvanceFeedAsync());
    }

    // Of such an order there is a row, which knows neither who bought nor when.
    [Fact]
    public async Task G10_an_order_is_not_told_as_long_as_only_later_transitions_of_it_are_stored()
    {
        await StartAsync();
        var held = SampleBatch.Held(epoch, first: 1, count: 1);
        await StoreAsync(SampleBatch.Transitions(epoch, first: 2, SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Confirmed)));
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([0], await SeqsAsync());

        await StoreAsync(held);
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal(["sale.started", "order.held", "order.confirmed"], (await ReadAsync()).Select(told => told.Type));
    }

    [Fact]
    public async Task What_was_told_stays_the_same_whatever_happens_later()
    {
        await StartAsync();
        var held = SampleBatch.Held(epoch, first: 1, count: 1);
        await StoreAsync(held);
        await Sandbox.AdvanceFeedAsync();
        var before = await ReadAsync();

        await StoreAsync(SampleBatch.Transitions(
            epoch,
            first: 2,
            SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Extended) with { DeadlineMilliseconds = 1_795_334_500_000 },
            SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Released)));
        await StoreAsync(held);
        await Sandbox.AdvanceFeedAsync();

        Assert.Equal(before, (await ReadAsync())[..2]);
    }

    // The same from one cursor to the next, of whatever size the pages are: nothing twice, nothing left out, each sale in order.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task G10_from_any_point_on_everything_is_read_once_and_in_order(int limit)
    {
        long[] epochs = [await Sandbox.StartSaleAsync("a", 1_000), await Sandbox.StartSaleAsync("b", 1_000), await Sandbox.StartSaleAsync("c", 1_000)];
        for (var step = 0; step < 6; step++)
        {
            foreach (var of in epochs)
                await StoreAsync(SampleBatch.Of(of, first: (step * 3) + 1, count: 3));
            if (step % 2 == 1)
                await Sandbox.AdvanceFeedAsync();
        }

        var whole = await ReadAllAsync(Begin, limit: 1_000);
        Assert.Equal(3 * 19, whole.Count);
        Assert.All(epochs, of => Assert.Equal(Enumerable.Range(0, 19).Select(seq => (long)seq), whole.Where(told => told.Epoch == of).Select(told => told.Seq)));

        foreach (var at in whole.Select(told => told.Cursor).Prepend(Begin))
        {
            var read = new List<FeedEvent>();
            for (var next = at; await ReadAllAsync(next, limit) is { Count: > 0 } page; next = page[^1].Cursor)
                read.AddRange(page);
            Assert.Equal(whole.Where(told => at == Begin || IsAfter(told.Cursor, at)).Select(told => told.Id), read.Select(told => told.Id));
        }
    }

    // Several drains take the feed on at once: ranges must become visible in the order of their ids.
    [Fact]
    public async Task G10_a_reader_misses_nothing_while_several_take_the_feed_on()
    {
        const int Sales = 4, Orders = 200;
        var epochs = new List<long>();
        for (var i = 0; i < Sales; i++)
            epochs.Add(await Sandbox.StartSaleAsync($"product-{i}", 1_000));
        var storing = Task.WhenAll(epochs.Select(async of =>
        {
            for (var position = 1; position <= Orders; position++)
            {
                await StoreAsync(SampleBatch.Of(of, position, count: 1));
                await Sandbox.AdvanceFeedAsync();
            }
        }));

        var read = new List<FeedEvent>();
        await Eventually.HoldsAsync("everything read", async () =>
        {
            for (var next = read.LastOrDefault()?.Cursor ?? Begin; await ReadAllAsync(next, limit: 50) is { Count: > 0 } page; next = page[^1].Cursor)
                read.AddRange(page);
            return read.Count >= Sales * (Orders + 1);
        });
        await storing;

        Assert.All(epochs, of => Assert.Equal(Enumerable.Range(0, Orders + 1).Select(seq => (long)seq), read.Where(told => told.Epoch == of).Select(told => told.Seq)));
    }

    [Fact]
    public async Task A_sale_that_was_numbered_and_never_began_is_not_told()
    {
        await StartAsync();
        await Sandbox.SaleStore.CreateAsync((await Sandbox.Sales.FindAsync("phone"))!.Definition, above: 0, CancellationToken.None);
        Assert.Equal(1, await Sandbox.AdvanceFeedAsync());
        Assert.Equal([epoch], (await ReadAllAsync(Begin, 10)).Select(told => told.Epoch));
    }

    [Fact]
    public async Task More_than_one_step_can_take_is_taken_on_all_the_same()
    {
        await StartAsync();
        await AskAsync($"""
            INSERT INTO orders (accepted_at, order_id, epoch, position, quantity)
            SELECT now(), gen_random_uuid(), {epoch}, position, 1 FROM generate_series(1, 25000) AS position
            """);
        Assert.Equal(25_001, await Sandbox.AdvanceFeedAsync());
        Assert.Equal(25_000, (await SaleAsync()).LastSeq);
        Assert.Equal(3L, await AskAsync("SELECT count(*) FROM feed_ranges"));
    }

    // What the drain's health tells of (the lag): from when on something waits that cannot be told.
    [Fact]
    public async Task A_sale_is_held_up_while_something_before_what_is_stored_is_missing()
    {
        await StartAsync();
        await StoreAsync(Sold(1, at: 1_795_334_400_000));
        await Sandbox.AdvanceFeedAsync();
        Assert.Empty(await HeldUpAsync());

        await StoreAsync(Sold(3, at: 1_795_334_403_000));
        await StoreAsync(Sold(4, at: 1_795_334_401_000));
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([new HeldUpSale("phone", (int)epoch, 1, At(1_795_334_403_000))], await HeldUpAsync());

        await StoreAsync(Sold(2, at: 1_795_334_402_000));
        await Sandbox.AdvanceFeedAsync();
        Assert.Empty(await HeldUpAsync());
    }

    [Fact]
    public async Task A_sale_is_held_up_also_where_a_change_of_it_is_what_waits()
    {
        await StartAsync();
        await StoreAsync(SampleBatch.Transitions(epoch, first: 2, new Transition { Kind = TransitionKind.Paused }) with { AtMilliseconds = 1_795_334_402_000 });
        await StoreAsync(Sold(3, at: 1_795_334_403_000));
        await Sandbox.AdvanceFeedAsync();

        // The same has happened in another sale, of which all is told.
        var other = await Sandbox.StartSaleAsync("tablet", stock: 10);
        await StoreAsync(SampleBatch.Of(other, first: 1, count: 1));
        await StoreAsync(SampleBatch.Transitions(other, first: 2, new Transition { Kind = TransitionKind.Paused }));
        await Sandbox.AdvanceFeedAsync();

        Assert.Equal([new HeldUpSale("phone", (int)epoch, 0, At(1_795_334_402_000))], await HeldUpAsync());
    }

    // Of such an order there is a row, in the place of the one that is missing.
    [Fact]
    public async Task A_sale_is_held_up_where_only_later_transitions_of_an_order_are_stored()
    {
        await StartAsync();
        var held = SampleBatch.Held(epoch, first: 1, count: 1);
        var confirmed = SampleBatch.Transitions(epoch, first: 2, SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Confirmed));
        await StoreAsync(confirmed with { AtMilliseconds = 1_795_334_402_000 });
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([new HeldUpSale("phone", (int)epoch, 0, At(1_795_334_402_000))], await HeldUpAsync());

        await StoreAsync(held);
        await Sandbox.AdvanceFeedAsync();
        Assert.Empty(await HeldUpAsync());
    }

    [Fact]
    public async Task Of_sales_that_are_held_up_ten_are_listed_and_the_one_that_waits_longest_first()
    {
        var epochs = new List<long>();
        for (var i = 0; i < 12; i++)
            epochs.Add(await Sandbox.StartSaleAsync($"product-{i}", stock: 10));

        // Those that began last wait longest. Of one that is told in whole nothing is listed.
        for (var i = 0; i < 12; i++)
            await StoreAsync(SampleBatch.Of(epochs[i], first: 2, count: 1) with { AcceptedAtMilliseconds = 1_795_334_412_000 - (i * 1_000) });
        await StoreAsync(SampleBatch.Of(epochs[5], first: 1, count: 1));
        await Sandbox.AdvanceFeedAsync();

        Assert.Equal(
            new[] { 11, 10, 9, 8, 7, 6, 4, 3, 2, 1 }.Select(i => new HeldUpSale($"product-{i}", (int)epochs[i], 0, At(1_795_334_412_000 - (i * 1_000)))),
            await HeldUpAsync());
    }

    private static bool IsAfter(FeedCursor one, FeedCursor other) => (one.Range, one.Seq).CompareTo((other.Range, other.Seq)) > 0;

    private async Task StartAsync() => epoch = await Sandbox.StartSaleAsync("phone", stock: 1_000);

    private static Transition To(Guid orderId, TransitionKind kind) => SampleBatch.To(orderId, 2, kind) with { Quantity = 3 };

    private OrderBatch Sold(long position, long at) => SampleBatch.Of(epoch, position, count: 1) with { AcceptedAtMilliseconds = at };

    private Task<IReadOnlyList<HeldUpSale>> HeldUpAsync() => Sandbox.Feed.ListHeldUpAsync(CancellationToken.None);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private Task StoreAsync(OrderBatch batch) => Sandbox.Orders.StoreAsync([batch], [], [], CancellationToken.None);

    private Task StoreAsync(TransitionBatch batch) => Sandbox.Orders.StoreAsync([], [batch], [], CancellationToken.None);

    private async Task<FeedSale> SaleAsync() => (await Sandbox.Feed.FindSaleAsync("phone", epoch, CancellationToken.None))!;

    private async Task<FeedEvent[]> ReadAsync() => [.. await Sandbox.Feed.ReadAsync((int)epoch, after: -1, limit: 1_000, CancellationToken.None)];

    private async Task<IEnumerable<long>> SeqsAsync() => (await ReadAsync()).Select(told => told.Seq);

    private Task<IReadOnlyList<FeedEvent>> ReadAllAsync(FeedCursor after, int limit) => Sandbox.Feed.ReadAllAsync(after, limit, CancellationToken.None);

    private async Task<object?> AskAsync(string sql)
    {
        await using var command = Sandbox.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
