using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class StockGuardTests
{
    private readonly StandInStockLedger ledger = new();
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger<StockGuard> log = new();

    [Fact]
    public async Task A_batch_gets_the_answers_of_the_ledger()
    {
        var guard = New();
        var first = guard.DecideAsync(Buy(1));
        var second = guard.DecideAsync(Buy(2));
        var third = guard.DecideAsync(Buy(3));
        (await ledger.NextCallAsync()).Accept();
        var call = await ledger.NextCallAsync();
        Assert.Equal(Product, call.Request.ProductId);
        Assert.Equal([Buy(2), Buy(3)], call.Request.Batch);
        call.Return(new([new(OrderOutcome.LimitReached, Epoch), new(OrderOutcome.Replayed, Epoch, 1)], new(Epoch, 1), IsSoldOut: false));

        Assert.Equal(new(OrderOutcome.Accepted, Epoch, 1), await first.Within("the first buy"));
        Assert.Equal(new(OrderOutcome.LimitReached, Epoch), await second.Within("the second buy"));
        Assert.Equal(new(OrderOutcome.Replayed, Epoch, 1), await third.Within("the third buy"));
    }

    [Fact]
    public async Task It_wakes_when_something_is_due_also_when_nobody_asks()
    {
        using var guard = New();
        _ = guard.DecideAsync(Buy(1)).AsTask();
        (await ledger.NextCallAsync()).AcceptUntil(TimeSpan.FromMilliseconds(500));
        Assert.Equal(TimeSpan.FromMilliseconds(500), await time.NextTimerAsync("the deadline"));

        time.Advance(499);
        Assert.Equal(1, ledger.CallCount);
        time.Advance(1);
        var call = await ledger.NextCallAsync();
        Assert.Equal([OverdueHolds.Lapse], call.Request.Batch);

        // As long as something is due it asks at once, and then when the ledger says.
        call.AcceptUntil(TimeSpan.Zero);
        (await ledger.NextCallAsync()).AcceptUntil(TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.FromMilliseconds(100), await time.NextTimerAsync("the next deadline"));
        time.Advance(100);
        await ledger.NextCallAsync();
    }

    [Fact]
    public async Task While_the_ledger_is_silent_it_asks_every_second_for_what_is_due()
    {
        using var guard = New();
        _ = guard.DecideAsync(Buy(1)).AsTask();
        (await ledger.NextCallAsync()).AcceptUntil(TimeSpan.FromMilliseconds(500));
        await time.NextTimerAsync("the deadline");
        time.Advance(500);
        (await ledger.NextCallAsync()).StaySilent();

        Assert.Equal(TimeSpan.FromSeconds(1), await time.NextTimerAsync("the next try"));
        time.Advance(1_000);
        Assert.Equal([OverdueHolds.Lapse], (await ledger.NextCallAsync()).Request.Batch);
    }

    [Fact]
    public async Task A_guard_that_is_gone_does_not_wake()
    {
        var guard = New();
        _ = guard.DecideAsync(Buy(1)).AsTask();
        (await ledger.NextCallAsync()).AcceptUntil(TimeSpan.FromMilliseconds(500));
        await time.NextTimerAsync("the deadline");
        guard.Dispose();

        time.Advance(1_000);
        Assert.Equal(1, ledger.CallCount);
    }

    [Fact]
    public async Task Sold_out_is_answered_from_memory_for_its_time()
    {
        var guard = await NewSoldOutAsync();

        time.Advance(199);
        Assert.Equal(new(OrderOutcome.SoldOut, Epoch), Now(guard.DecideAsync(Buy(2))));
        Assert.Equal(1, ledger.CallCount);
        Assert.True(guard.IsSoldOut);

        time.Advance(1);
        Assert.False(guard.IsSoldOut);
        var buy = guard.DecideAsync(Buy(3));
        (await ledger.NextCallAsync()).Accept(given: 100);
        Assert.Equal(OrderOutcome.Accepted, (await buy.Within("the buy after that time")).Outcome);
    }

    [Fact]
    public async Task When_that_time_is_over_one_buy_asks_and_the_others_do_not_wait_for_it()
    {
        var guard = await NewSoldOutAsync();
        time.Advance(200);
        var asking = guard.DecideAsync(Buy(2));
        var call = await ledger.NextCallAsync();

        time.Advance(199);
        Assert.Equal(new(OrderOutcome.SoldOut, Epoch), Now(guard.DecideAsync(Buy(3))));

        time.Advance(1);
        var late = guard.DecideAsync(Buy(4));
        Assert.False(late.IsCompleted);
        Assert.Equal([Buy(2).OrderId], call.Request.Batch.Select(buy => buy.OrderId));

        call.SellOut();
        Assert.Equal(OrderOutcome.SoldOut, (await asking.Within("the buy that asked")).Outcome);
        (await ledger.NextCallAsync()).SellOut();
        Assert.Equal(OrderOutcome.SoldOut, (await late.Within("the buy that came too late for the memory")).Outcome);
    }

    [Fact]
    public async Task Stock_that_comes_back_while_one_buy_asks_is_sold_to_the_next()
    {
        var guard = await NewSoldOutAsync();
        time.Advance(200);
        var asking = guard.DecideAsync(Buy(2));
        var call = await ledger.NextCallAsync();
        guard.ForgetSoldOut();
        var next = guard.DecideAsync(Buy(3));
        Assert.False(next.IsCompleted);

        call.SellOut();
        Assert.Equal(OrderOutcome.SoldOut, (await asking.Within("the buy that asked before the restock")).Outcome);
        var second = await ledger.NextCallAsync();
        var afterwards = guard.DecideAsync(Buy(4));
        Assert.False(afterwards.IsCompleted, "That answer was out of date, and nobody may be told of it.");
        second.Accept(given: 100);
        Assert.Equal(OrderOutcome.Accepted, (await next.Within("the buy after the restock")).Outcome);
        (await ledger.NextCallAsync()).Accept(given: 101);
        Assert.Equal(OrderOutcome.Accepted, (await afterwards.Within("the buy after the answer that was out of date")).Outcome);
    }

    [Fact]
    public async Task What_may_be_a_retry_is_never_answered_from_memory()
    {
        var guard = await NewSoldOutAsync();
        var retry = guard.DecideAsync(Retry(1));

        (await ledger.NextCallAsync()).Answer(OrderOutcome.Replayed, new(Epoch, 100));
        Assert.Equal(OrderOutcome.Replayed, (await retry.Within("the retry")).Outcome);
    }

    [Fact]
    public async Task Stock_that_comes_back_is_sold_at_once()
    {
        var guard = await NewSoldOutAsync();
        guard.ForgetSoldOut();

        var buy = guard.DecideAsync(Buy(2));
        (await ledger.NextCallAsync()).Accept(given: 100);
        Assert.Equal(OrderOutcome.Accepted, (await buy.Within("the buy after the restock")).Outcome);
    }

    [Fact]
    public async Task A_memory_of_no_time_asks_the_ledger_every_time()
    {
        var guard = await NewSoldOutAsync(new() { SoldOutMemoryMilliseconds = 0 });
        var buy = guard.DecideAsync(Buy(2));
        (await ledger.NextCallAsync()).SellOut();
        Assert.Equal(OrderOutcome.SoldOut, (await buy.Within("the second buy")).Outcome);
        Assert.Empty(log.Levels); // A ledger that has not come further has lost nothing.
    }

    [Fact]
    public async Task Too_large_a_wish_does_not_make_the_guard_think_that_nothing_is_left()
    {
        var guard = New();
        var large = guard.DecideAsync(Buy(1) with { Quantity = 5 });
        (await ledger.NextCallAsync()).Return(new([new(OrderOutcome.SoldOut, Epoch)], new(Epoch, 99), IsSoldOut: false));
        Assert.Equal(OrderOutcome.SoldOut, (await large.Within("the large buy")).Outcome);

        var small = guard.DecideAsync(Buy(2));
        (await ledger.NextCallAsync()).Accept(given: 99);
        Assert.Equal(OrderOutcome.Accepted, (await small.Within("the small buy")).Outcome);
    }

    [Fact]
    public async Task A_silent_ledger_leaves_its_batch_unknown_and_is_not_asked_again_for_200_ms()
    {
        var guard = New();
        var asked = guard.DecideAsync(Buy(1));
        var waiting = guard.DecideAsync(Buy(2));
        (await ledger.NextCallAsync()).StaySilent();
        Assert.Equal(new(OrderOutcome.Unknown), await asked.Within("the buy that was asked"));
        Assert.Equal(new(OrderOutcome.Unavailable), await waiting.Within("the buy that waited meanwhile"));

        time.Advance(199);
        Assert.Equal(new(OrderOutcome.Unavailable), await guard.DecideAsync(Retry(3)).Within("the buy before 200 ms"));
        Assert.Equal(1, ledger.CallCount);

        time.Advance(1);
        var retry = guard.DecideAsync(Retry(1));
        (await ledger.NextCallAsync()).Accept();
        Assert.Equal(OrderOutcome.Accepted, (await retry.Within("the retry after 200 ms")).Outcome);
    }

    [Fact]
    public async Task A_ledger_that_says_that_it_did_nothing_leaves_nothing_unknown()
    {
        var guard = New();
        var buy = guard.DecideAsync(Buy(1));
        (await ledger.NextCallAsync()).Refuse();
        Assert.Equal(new(OrderOutcome.Unavailable), await buy.Within("the buy that was refused"));
    }

    [Fact]
    public async Task The_operator_reads_once_that_the_ledger_is_silent_and_once_that_it_answers()
    {
        var guard = New();
        for (var i = 1; i <= 3; i++)
        {
            var buy = guard.DecideAsync(Buy(i));
            (await ledger.NextCallAsync()).StaySilent();
            await buy.Within("a buy on a silent ledger");
            time.Advance(200);
        }

        var accepted = guard.DecideAsync(Buy(4));
        (await ledger.NextCallAsync()).Accept();
        await accepted.Within("the buy on a ledger that answers");

        Assert.Equal([LogLevel.Error, LogLevel.Information], log.Levels);
        Assert.Equal("The ledger of phone sells nothing now, and buys get 503: no answer in time", log.Messages[0]);
    }

    [Fact]
    public async Task The_ledger_is_told_how_far_it_has_come()
    {
        var guard = New(known: new(Epoch, 40));
        await BuyAndAcceptAsync(guard, expectedKnown: new(Epoch, 40), given: 40);
        await BuyAndAcceptAsync(guard, expectedKnown: new(Epoch, 41), given: 50);
        await BuyAndAcceptAsync(guard, expectedKnown: new(Epoch, 51), given: 0, epoch: Epoch + 1);
        await BuyAndAcceptAsync(guard, expectedKnown: new(Epoch + 1, 1), given: 1, epoch: Epoch + 1);
        Assert.Equal(Epoch + 1, guard.Epoch);
        Assert.Empty(log.Levels);
    }

    [Fact]
    public async Task What_others_know_of_the_ledger_raises_the_mark_and_never_lowers_it()
    {
        var guard = New(known: new(Epoch, 40));
        guard.RaiseMark(new(Epoch, 60));
        guard.RaiseMark(new(Epoch, 50));
        await BuyAndAcceptAsync(guard, expectedKnown: new(Epoch, 60), given: 60);
        Assert.Equal(new(Epoch, 61), guard.Known);
    }

    [Theory]
    [InlineData(Epoch, 39)]
    [InlineData(Epoch - 1, 1_000)]
    [InlineData(0, 0)]
    public async Task A_ledger_behind_what_was_sold_does_not_lower_the_mark(long epoch, long position)
    {
        var guard = New(known: new(Epoch, 40));
        for (var i = 1; i <= 3; i++)
        {
            var buy = guard.DecideAsync(Buy(i));
            var call = await ledger.NextCallAsync();
            Assert.Equal(new(Epoch, 40), call.Request.Known);
            call.Answer(OrderOutcome.Suspended, new(epoch, position));
            Assert.Equal(OrderOutcome.Suspended, (await buy.Within("a buy on a ledger that lost data")).Outcome);
        }

        Assert.Equal(Epoch, guard.Epoch);
        Assert.Equal([LogLevel.Critical], log.Levels);
        Assert.Equal(
            "The ledger of phone lost data, and nothing is sold from it until it is rebuilt; known here: epoch 7, transition 40",
            log.Messages[0]);
    }

    [Fact]
    public async Task A_suspended_ledger_is_told_of_also_when_it_is_not_behind_what_this_guard_knows()
    {
        var guard = New(known: new(Epoch, 40));
        var buy = guard.DecideAsync(Buy());
        (await ledger.NextCallAsync()).Suspend(new(Epoch, 50));
        Assert.Equal(OrderOutcome.Suspended, (await buy.Within("the buy")).Outcome);
        Assert.Equal([LogLevel.Critical], log.Levels);
        Assert.Equal(new(Epoch, 50), guard.Known);
    }

    [Fact]
    public async Task A_ledger_that_was_behind_and_is_restored_sells_again()
    {
        var guard = New(known: new(Epoch, 40));
        var suspended = guard.DecideAsync(Buy(1));
        (await ledger.NextCallAsync()).Answer(OrderOutcome.Suspended, HighWaterMark.None);
        await suspended.Within("the buy on the lost ledger");

        await BuyAndAcceptAsync(guard, expectedKnown: new(Epoch, 40), given: 40);
        Assert.Equal([LogLevel.Critical, LogLevel.Information], log.Levels);
    }

    [Fact]
    public async Task Too_many_waiting_buys_are_told_so_at_once()
    {
        var guard = New(options: new() { MaxWaiting = 2 });
        var taken = Enumerable.Range(1, 3).Select(i => guard.DecideAsync(Buy(i)).AsTask()).ToArray();
        Assert.Equal(new(OrderOutcome.Overloaded), Now(guard.DecideAsync(Buy(4))));
        Assert.Equal(new(OrderOutcome.Overloaded), Now(guard.DecideAsync(Retry(5))));

        (await ledger.NextCallAsync()).Accept();
        (await ledger.NextCallAsync()).Accept(given: 1);
        Assert.Equal([1, 2, 3], (await Task.WhenAll(taken).Within("the buys that were taken")).Select(result => result.Position));
    }

    [Fact]
    public async Task A_call_takes_no_more_buys_than_the_largest_batch()
    {
        var guard = New(options: new() { MaxBatch = 2 });
        var buys = Enumerable.Range(1, 4).Select(i => guard.DecideAsync(Buy(i)).AsTask()).ToArray();

        foreach (var (given, size) in new[] { (0, 1), (1, 2), (3, 1) })
        {
            var call = await ledger.NextCallAsync();
            Assert.Equal(size, call.Request.Batch.Count);
            call.Accept(given);
        }

        Assert.Equal([1, 2, 3, 4], (await Task.WhenAll(buys).Within("the buys")).Select(result => result.Position));
    }

    [Fact]
    public async Task Of_a_batch_the_ledger_is_asked_for_what_may_be_a_retry_and_the_memory_answers_the_rest()
    {
        var guard = await NewSoldOutAsync();

        var batch = guard.DecideAsync([Buy(2), Retry(3), Buy(4)]);
        var call = await ledger.NextCallAsync();
        Assert.Equal([Retry(3)], call.Request.Batch);
        call.Answer(OrderOutcome.Replayed, new(Epoch, 100));

        var results = await batch.Within("the batch");
        Assert.Equal([OrderOutcome.SoldOut, OrderOutcome.Replayed, OrderOutcome.SoldOut], results.Select(result => result.Outcome));
    }

    [Fact]
    public async Task Of_a_batch_that_is_too_large_the_last_are_told_so()
    {
        var guard = New(options: new() { MaxWaiting = 2 });
        var batch = guard.DecideAsync([Buy(1), Buy(2), Buy(3)]);
        (await ledger.NextCallAsync()).Accept();
        var results = await batch.Within("the batch");
        Assert.Equal([OrderOutcome.Accepted, OrderOutcome.Accepted, OrderOutcome.Overloaded], results.Select(result => result.Outcome));
    }

    private StockGuard New(HighWaterMark known = default, GuardOptions? options = null) =>
        new(Product, known, ledger, options ?? new(), time, log);

    private async Task<StockGuard> NewSoldOutAsync(GuardOptions? options = null)
    {
        var guard = New(options: options);
        var buy = guard.DecideAsync(Buy(1));
        (await ledger.NextCallAsync()).SellOut();
        Assert.Equal(new(OrderOutcome.SoldOut, Epoch), await buy.Within("the buy that finds nothing left"));
        return guard;
    }

    private async Task BuyAndAcceptAsync(StockGuard guard, HighWaterMark expectedKnown, long given, long epoch = Epoch)
    {
        var buy = guard.DecideAsync(Buy());
        var call = await ledger.NextCallAsync();
        Assert.Equal(expectedKnown, call.Request.Known);
        call.Accept(given, epoch);
        Assert.Equal(new(OrderOutcome.Accepted, epoch, given + 1), await buy.Within("the buy"));
    }

    /// <summary>The result of a buy that is answered without asking anybody.</summary>
    private static OrderResult Now(ValueTask<OrderResult> buy)
    {
        Assert.True(buy.IsCompletedSuccessfully, "This buy should have been answered at once.");
        return buy.Result;
    }
}
