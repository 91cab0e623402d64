using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class StockGuardsTests
{
    private readonly Journal journal = new();
    private readonly StandInStockLedger ledger = new();
    private readonly StandInSaleLedger sales;
    private readonly StandInSaleStore store;
    private readonly RecordingLogger<StockGuardFactory> log = new();
    private readonly LiveStock live = new();
    private readonly ManualTimeProvider time = new();
    private readonly StockGuards guards;

    public StockGuardsTests()
    {
        sales = new(journal);
        store = new(journal);
        guards = new(new(ledger, sales, store, new(), time, log), live);
    }

    [Fact]
    public async Task A_product_gets_one_guard_however_many_come_first_at_once()
    {
        var gate = new TaskCompletionSource();
        sales.Gate = gate.Task;
        sales.Sales[Product] = Sale();
        var buys = Enumerable.Range(1, 3).Select(i => guards.DecideAsync(Product, Buy(i)).AsTask()).ToArray();
        await journal.ReadsAsync("find phone", times: 3);
        gate.SetResult();

        // Two guards would make two calls at once; one guard gathers the others during its first call.
        var sold = 0;
        while (sold < 3)
        {
            var call = await ledger.NextCallAsync();
            Assert.Equal(new(Epoch, sold), call.Request.Known);
            call.Accept(given: sold);
            sold += call.Request.Batch.Count;
        }

        Assert.Equal([1, 2, 3], (await Task.WhenAll(buys).Within("the buys")).Select(result => result.Position).Order());
    }

    [Fact]
    public async Task A_product_is_looked_up_once()
    {
        sales.Sales[Product] = Sale();
        for (var i = 0; i < 3; i++)
            await BuyAndAcceptAsync(expectedKnown: new(Epoch, i), given: i);

        Assert.Equal(Epoch, await guards.FindEpochAsync(Product).Within("the epoch"));
        Assert.Equal(["find phone", "mark phone"], journal.Lines);
    }

    [Fact]
    public async Task Each_product_has_a_guard_of_its_own()
    {
        sales.Sales["phone"] = Sale("phone");
        sales.Sales["tablet"] = Sale("tablet");
        var phone = guards.DecideAsync("phone", Buy(1));
        var phoneCall = await ledger.NextCallAsync();
        var tablet = guards.DecideAsync("tablet", Buy(2));
        var tabletCall = await ledger.NextCallAsync();

        Assert.Equal("phone", phoneCall.Request.ProductId);
        Assert.Equal("tablet", tabletCall.Request.ProductId);
        tabletCall.Accept();
        phoneCall.Answer(OrderOutcome.LimitReached, new(Epoch, 0));
        Assert.Equal(OrderOutcome.Accepted, (await tablet.Within("the tablet")).Outcome);
        Assert.Equal(OrderOutcome.LimitReached, (await phone.Within("the phone")).Outcome);
    }

    [Fact]
    public async Task A_name_nobody_sells_under_is_looked_up_in_the_ledger_until_somebody_does()
    {
        Assert.Equal(new(OrderOutcome.UnknownProduct), await guards.DecideAsync(Product, Buy(1)).Within("the answer"));
        Assert.Null(await guards.FindEpochAsync(Product).Within("the epoch"));
        Assert.Equal(["find phone", "mark phone", "suspension phone", "find phone", "suspension phone"], journal.Lines);
        Assert.Equal(0, ledger.CallCount);

        sales.Sales[Product] = Sale();
        await BuyAndAcceptAsync(expectedKnown: new(Epoch, 0), given: 0);
    }

    [Fact]
    public async Task The_store_is_asked_once_a_second_about_a_name_nobody_sells_under()
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        var crowd = Enumerable.Range(1, 10).Select(i => guards.DecideAsync(Product, Buy(i)).AsTask()).ToArray();
        gate.SetResult();
        Assert.All(await Task.WhenAll(crowd).Within("the crowd"), result => Assert.Equal(OrderOutcome.UnknownProduct, result.Outcome));
        time.Advance(999);
        await IsUnknownAsync(Product);
        Assert.Equal(1, AskedOf(Product));

        time.Advance(1);
        await IsUnknownAsync(Product);
        await IsUnknownAsync(Product);
        Assert.Equal(2, AskedOf(Product));
    }

    [Fact]
    public async Task G7_a_sale_under_a_name_that_was_unknown_a_moment_ago_is_held_against_the_store()
    {
        await IsUnknownAsync(Product);
        sales.Sales[Product] = Sale();
        store.Marks[Product] = new(Epoch, 40);
        await BuyAndSuspendAsync(expectedKnown: new(Epoch, 40));
    }

    [Fact]
    public async Task Of_a_thousand_names_that_nobody_sells_under_it_is_remembered_for_a_second()
    {
        for (var i = 1; i <= 1_000; i++)
            await IsUnknownAsync($"nothing-{i}");
        for (var i = 0; i < 2; i++)
        {
            await IsUnknownAsync("nothing-1000");
            await IsUnknownAsync("nothing-1001");
        }

        Assert.Equal(1, AskedOf("nothing-1000"));
        Assert.Equal(2, AskedOf("nothing-1001"));
    }

    [Fact]
    public async Task A_store_that_did_not_answer_is_asked_again_at_once()
    {
        store.IsAway = true;
        Assert.Equal(new(OrderOutcome.Unavailable), await guards.DecideAsync(Product, Buy()).Within("the answer"));
        store.IsAway = false;
        await IsUnknownAsync(Product);
        Assert.Equal(2, AskedOf(Product));
    }

    [Theory]
    [InlineData(Epoch, 40)] // the same sale, further on
    [InlineData(Epoch + 1, 0)] // a later sale
    public async Task A_ledger_behind_the_stored_mark_is_told_the_stored_mark(long epoch, long position)
    {
        sales.Sales[Product] = Sale();
        store.Marks[Product] = new(epoch, position);
        await BuyAndSuspendAsync(expectedKnown: new(epoch, position));
    }

    [Fact]
    public async Task A_ledger_that_has_lost_the_product_is_told_the_stored_mark()
    {
        store.Marks[Product] = new(Epoch, 40);
        await BuyAndSuspendAsync(expectedKnown: new(Epoch, 40));
    }

    [Fact]
    public async Task A_suspended_product_that_the_ledger_has_lost_and_of_which_nothing_is_stored_is_still_a_product()
    {
        sales.Suspensions[Product] = new(new(Epoch, 3), HighWaterMark.None, default);
        await BuyAndSuspendAsync(expectedKnown: HighWaterMark.None);
    }

    [Fact]
    public async Task A_ledger_ahead_of_the_stored_mark_is_told_its_own_sale()
    {
        sales.Sales[Product] = Sale();
        store.Marks[Product] = new(Epoch - 1, 1_000);
        await BuyAndAcceptAsync(expectedKnown: new(Epoch, 0), given: 0);
    }

    [Fact]
    public async Task An_absent_store_does_not_stop_a_sale_that_the_ledger_knows()
    {
        sales.Sales[Product] = Sale();
        store.IsAway = true;
        await BuyAndAcceptAsync(expectedKnown: new(Epoch, 0), given: 0);
        Assert.Equal([LogLevel.Warning], log.Levels);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_holds_up_a_sale_that_the_ledger_knows_for_300_ms_at_most()
    {
        sales.Sales[Product] = Sale();
        store.Gate = new TaskCompletionSource().Task;
        var buy = guards.DecideAsync(Product, Buy());
        Assert.Equal(TimeSpan.FromMilliseconds(300), await time.NextTimerAsync("the wait for the store"));
        Assert.Equal(0, ledger.CallCount);

        time.Advance(300);
        (await ledger.NextCallAsync()).Accept();
        Assert.Equal(OrderOutcome.Accepted, (await buy.Within("the buy")).Outcome);
        Assert.Equal([LogLevel.Warning], log.Levels);
    }

    [Fact]
    public async Task A_product_that_only_the_store_may_know_waits_for_its_word()
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        store.Marks[Product] = new(Epoch, 40);
        var buy = guards.DecideAsync(Product, Buy());
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(buy.IsCompleted);

        gate.SetResult();
        var call = await ledger.NextCallAsync();
        Assert.Equal(new(Epoch, 40), call.Request.Known);
        call.Suspend(HighWaterMark.None);
        Assert.Equal(OrderOutcome.Suspended, (await buy.Within("the buy")).Outcome);
    }

    [Fact]
    public async Task An_absent_store_and_a_ledger_without_the_product_say_nothing()
    {
        store.IsAway = true;
        Assert.Equal(new(OrderOutcome.Unavailable), await guards.DecideAsync(Product, Buy()).Within("the answer"));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => guards.FindEpochAsync(Product).Within("the epoch"));
        Assert.Equal(0, ledger.CallCount);

        store.IsAway = false;
        store.Marks[Product] = new(Epoch, 40);
        await BuyAndSuspendAsync(expectedKnown: new(Epoch, 40));
    }

    [Fact]
    public async Task An_absent_ledger_is_unavailable_and_looked_up_again()
    {
        sales.Sales[Product] = Sale();
        sales.IsAway = true;
        Assert.Equal(new(OrderOutcome.Unavailable), await guards.DecideAsync(Product, Buy()).Within("the answer"));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => guards.FindEpochAsync(Product).Within("the epoch"));

        sales.IsAway = false;
        await BuyAndAcceptAsync(expectedKnown: new(Epoch, 0), given: 0);
    }

    [Fact]
    public async Task Stock_that_comes_back_reaches_the_guard_of_its_product()
    {
        guards.ForgetSoldOut(Product); // Without a guard there is nothing to forget.
        sales.Sales[Product] = Sale();
        var last = guards.DecideAsync(Product, Buy(1));
        (await ledger.NextCallAsync()).SellOut();
        await last.Within("the buy that finds nothing left");
        Assert.Equal(new(OrderOutcome.SoldOut, Epoch), await guards.DecideAsync(Product, Buy(2)).Within("the answer from memory"));

        guards.ForgetSoldOut("tablet");
        Assert.Equal(new(OrderOutcome.SoldOut, Epoch), await guards.DecideAsync(Product, Buy(3)).Within("the answer from memory"));

        guards.ForgetSoldOut(Product);
        await BuyAndAcceptAsync(expectedKnown: new(Epoch, 100), given: 100);
    }

    [Fact]
    public async Task News_of_stock_end_the_memory_of_sold_out_and_news_of_none_do_not()
    {
        sales.Sales[Product] = Sale();
        var last = guards.DecideAsync(Product, Buy(1));
        (await ledger.NextCallAsync()).SellOut();
        await last.Within("the buy that finds nothing left");

        live.Receive(new(Product, Epoch, 101, Remaining: 0, SaleState.Open));
        Assert.Equal(new(OrderOutcome.SoldOut, Epoch), await guards.DecideAsync(Product, Buy(2)).Within("the answer from memory"));
        live.Receive(new(Product, Epoch, 102, Remaining: 5, SaleState.Open));
        await BuyAndAcceptAsync(expectedKnown: new(Epoch, 100), given: 100);
    }

    private async Task IsUnknownAsync(string productId) =>
        Assert.Equal(new(OrderOutcome.UnknownProduct), await guards.DecideAsync(productId, Buy()).Within($"the answer about {productId}"));

    private int AskedOf(string productId) => journal.Lines.Count(line => line == $"mark {productId}");

    private async Task BuyAndAcceptAsync(HighWaterMark expectedKnown, long given)
    {
        var buy = guards.DecideAsync(Product, Buy());
        var call = await ledger.NextCallAsync();
        Assert.Equal(expectedKnown, call.Request.Known);
        call.Accept(given);
        Assert.Equal(new(OrderOutcome.Accepted, Epoch, given + 1), await buy.Within("the buy"));
    }

    private async Task BuyAndSuspendAsync(HighWaterMark expectedKnown)
    {
        var buy = guards.DecideAsync(Product, Buy());
        var call = await ledger.NextCallAsync();
        Assert.Equal(expectedKnown, call.Request.Known);
        call.Suspend(HighWaterMark.None);
        Assert.Equal(OrderOutcome.Suspended, (await buy.Within("the buy")).Outcome);
        Assert.Equal(expectedKnown.Epoch, await guards.FindEpochAsync(Product).Within("the epoch"));
        Assert.Equal([LogLevel.Critical], log.Levels);
    }
}
