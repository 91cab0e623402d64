using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class SharedGuardTests : IDisposable
{
    private static readonly HighWaterMark Known = new(Epoch, 5);

    private readonly StandInStockLedger ledger = new();
    private readonly StandInSaleLedger sales = new(new());
    private readonly SharedGuard shared;

    public SharedGuardTests() => shared = new(
        Product,
        new(ledger, sales, new StandInSaleStore(new()), new(), new ManualTimeProvider(), NullLogger<StockGuardFactory>.Instance));

    public void Dispose() => shared.Dispose();

    [Fact]
    public async Task First_batches_that_come_at_once_meet_in_one_guard_and_get_their_own_answers()
    {
        TaskCompletionSource firstFinds = new(), secondFinds = new();
        sales.Sales[Product] = Sale();
        sales.Gate = firstFinds.Task;
        var first = shared.DecideAsync(HighWaterMark.None, [Buy(1)]);
        sales.Gate = secondFinds.Task;
        var second = shared.DecideAsync(HighWaterMark.None, [Buy(2), Buy(3)]);

        firstFinds.SetResult();
        var call = await ledger.NextCallAsync();
        secondFinds.SetResult();
        call.Accept();

        // A second guard would not know what came of the first call.
        call = await ledger.NextCallAsync();
        Assert.Equal(new(Epoch, 1), call.Request.Known);
        Assert.Equal(2, call.Request.Batch.Count);
        call.Accept(given: 1);
        Assert.Equal([1], Positions(await first.Within("the first batch")));
        Assert.Equal([2, 3], Positions(await second.Within("the second batch")));
    }

    [Fact]
    public async Task A_name_without_a_sale_has_no_guard_until_somebody_sells_under_it()
    {
        sales.IsAway = true;
        await IsRefusedAsync(OrderOutcome.Unavailable);
        sales.IsAway = false;
        await IsRefusedAsync(OrderOutcome.UnknownProduct);

        sales.Sales[Product] = Sale();
        var buying = shared.DecideAsync(HighWaterMark.None, [Buy()]);
        (await ledger.NextCallAsync()).Accept();
        await buying.Within("the buy");
        Assert.True(shared.IsMade);
    }

    [Fact]
    public async Task G7_what_a_front_knows_of_the_ledger_is_told_to_it_and_every_front_hears_how_far_it_has_come()
    {
        sales.Sales[Product] = Sale();
        var buying = shared.DecideAsync(Known, [Buy()]);
        var call = await ledger.NextCallAsync();
        Assert.Equal(Known, call.Request.Known);
        call.Accept(given: 5);
        Assert.Equal(new(Epoch, 6), (await buying.Within("the buy")).Mark);
    }

    [Fact]
    public async Task Fronts_hear_that_nothing_is_left_until_stock_comes_back()
    {
        shared.ForgetSoldOut(); // Without a guard there is nothing to forget.
        sales.Sales[Product] = Sale();
        var last = shared.DecideAsync(HighWaterMark.None, [Buy(1)]);
        (await ledger.NextCallAsync()).SellOut();
        Assert.True((await last.Within("the buy that finds nothing left")).IsSoldOut);

        shared.ForgetSoldOut();
        var next = shared.DecideAsync(HighWaterMark.None, [Buy(2)]);
        (await ledger.NextCallAsync()).Accept(given: 100);
        Assert.False((await next.Within("the buy after the restock")).IsSoldOut);
    }

    private async Task IsRefusedAsync(OrderOutcome outcome)
    {
        var reply = await shared.DecideAsync(Known, [Buy(1), Buy(2)]).Within("the answer");
        Assert.Equal([new(outcome), new(outcome)], reply.Results);
        Assert.Equal((Known, false), (reply.Mark, reply.IsSoldOut));
        Assert.False(shared.IsMade);
        Assert.Equal(0, ledger.CallCount);
    }

    private static IEnumerable<long> Positions(LedgerReply reply) => reply.Results.Select(result => result.Position);
}
