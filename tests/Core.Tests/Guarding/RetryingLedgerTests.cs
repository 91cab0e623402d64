using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class RetryingLedgerTests
{
    private static readonly HighWaterMark Known = new(Epoch, 40);
    private static readonly OrderOperation Once = Buy(1);
    private static readonly OrderOperation Keyed = Buy(2) with { Epoch = Epoch, MayBeReplay = true };

    private readonly StandInStockLedger calls = new();
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger<RetryingLedger> log = new();
    private readonly RetryingLedger ledger;

    public RetryingLedgerTests()
    {
        var clock = new LedgerClock(time);
        clock.Hear(40_000);
        ledger = new(calls, new(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(1_000), clock, time), clock, log);
    }

    [Fact]
    public async Task A_call_that_is_answered_is_made_once_and_for_the_sale_that_is_known_unless_another_is_named()
    {
        var earlier = Keyed with { Epoch = Epoch - 1 };
        var asking = ledger.DecideAsync(Product, Known, [Once, Keyed, earlier]);
        var call = await calls.NextCallAsync();
        Assert.Equal((Product, Known), (call.Request.ProductId, call.Request.Known));
        Assert.Equal([Once with { Epoch = Epoch }, Keyed, earlier], Undated(call));

        var reply = Reply(new(OrderOutcome.SoldOut, Epoch), new(OrderOutcome.Unavailable), new(OrderOutcome.StaleEpoch, Epoch));
        call.Return(reply);
        Assert.Same(reply, await asking.Within("the reply"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task G4_a_call_without_an_answer_is_made_again_with_the_same_orders_as_possible_replays(bool isSilent)
    {
        var (asking, call) = await AskTwiceAsync(isSilent);
        Assert.Equal([Once with { Epoch = Epoch, MayBeReplay = true }, Keyed], Undated(call));

        call.Return(Reply(new(OrderOutcome.Replayed, Epoch, 41), new(OrderOutcome.Replayed, Epoch, 42)));

        // The shopper who asked once hears of a new order, the one with a key of a replay.
        Assert.Equal([new(OrderOutcome.Accepted, Epoch, 41), new(OrderOutcome.Replayed, Epoch, 42)], (await asking.Within("the reply")).Results);
    }

    [Theory]
    [InlineData(OrderOutcome.StaleEpoch)]
    [InlineData(OrderOutcome.Suspended)]
    [InlineData(OrderOutcome.UnknownProduct)]
    public async Task G4_who_asked_once_is_not_told_of_a_sale_that_may_have_forgotten_the_order(OrderOutcome refusal)
    {
        var (asking, call) = await AskTwiceAsync();
        call.Return(Reply(new(refusal, Epoch), new(refusal, Epoch)));
        Assert.Equal([new(OrderOutcome.Unknown), new(refusal, Epoch)], (await asking.Within("the reply")).Results);
    }

    [Fact]
    public async Task Calls_say_until_when_they_may_be_carried_out_and_until_when_earlier_ones_may_by_the_ledgers_clock()
    {
        var first = ledger.DecideAsync(Product, Known, [Once]);
        (await calls.NextCallAsync()).Return(Reply(new OrderResult(OrderOutcome.SoldOut, Epoch)) with { Now = 50_000 });
        await first.Within("the reply");
        time.Advance(7);

        var asking = ledger.DecideAsync(Product, Known, [Once, Keyed]);
        var earlier = await calls.NextCallAsync();
        Assert.All(earlier.Request.Batch, buy => Assert.Equal(new CallDeadline(50_207), buy.Deadline));
        earlier.StaySilent();
        await PassAsync(50);

        var call = await calls.NextCallAsync();
        Assert.All(call.Request.Batch, buy => Assert.Equal(new CallDeadline(50_257, EarlierNotAfter: 50_207), buy.Deadline));
        call.Return(Reply(new(OrderOutcome.SoldOut, Epoch), new(OrderOutcome.Paused, Epoch)) with { Now = 50_100 });
        Assert.Equal([new(OrderOutcome.SoldOut, Epoch), new(OrderOutcome.Paused, Epoch)], (await asking.Within("the reply")).Results);
    }

    [Fact]
    public async Task G4_what_was_asked_before_the_ledgers_clock_was_known_may_come_at_any_time()
    {
        var unheard = new LedgerClock(time);
        var asking = new RetryingLedger(calls, new(TimeSpan.FromMilliseconds(200), TimeSpan.Zero, unheard, time), unheard, log).DecideAsync(Product, Known, [Keyed]);
        var call = await calls.NextCallAsync();
        Assert.Equal(new CallDeadline(long.MaxValue), call.Request.Batch[0].Deadline);

        call.Return(Reply(new OrderResult(OrderOutcome.SoldOut, Epoch)));
        await asking.Within("the reply");
    }

    [Fact]
    public async Task G4_what_an_earlier_call_may_still_do_is_asked_again_until_it_cannot()
    {
        var (asking, call) = await AskTwiceAsync();
        var until = call.Request.Batch[0].Deadline!;
        call.Return(Reply(new(OrderOutcome.Accepted, Epoch, 41), new(OrderOutcome.Unknown)) with { Now = until.EarlierNotAfter });
        await PassAsync(50);

        var third = await calls.NextCallAsync();
        Assert.Equal(until.NotAfter, third.Request.Batch[0].Deadline!.EarlierNotAfter);
        third.Return(Reply(new(OrderOutcome.Replayed, Epoch, 41), new(OrderOutcome.SoldOut, Epoch)) with { Now = until.NotAfter + 1 });
        Assert.Equal([new(OrderOutcome.Accepted, Epoch, 41), new(OrderOutcome.SoldOut, Epoch)], (await asking.Within("the reply")).Results);
    }

    [Theory]
    [InlineData(OrderOutcome.Unavailable)]
    [InlineData(OrderOutcome.Overloaded)]
    public async Task G4_a_retry_that_is_not_tried_may_have_been_accepted_the_first_time(OrderOutcome second)
    {
        var (asking, call) = await AskTwiceAsync();
        call.Return(Reply(new(second), new(second)) with { Now = call.Request.Batch[0].Deadline!.EarlierNotAfter + 1 });
        Assert.Equal([new(OrderOutcome.Unknown), new(OrderOutcome.Unknown)], (await asking.Within("the reply")).Results);
    }

    [Fact]
    public async Task Who_named_no_sale_buys_in_a_new_one_as_soon_as_it_is_heard_of()
    {
        var asking = ledger.DecideAsync(Product, Known, [Keyed, Once]);
        (await calls.NextCallAsync()).Return(
            new([new(OrderOutcome.StaleEpoch, Epoch + 1), new(OrderOutcome.StaleEpoch, Epoch + 1)], new(Epoch + 1, 3), IsSoldOut: false));

        var second = await calls.NextCallAsync();
        Assert.Equal(new(Epoch + 1, 3), second.Request.Known);
        Assert.Equal([Once with { Epoch = Epoch + 1 }], Undated(second));
        second.Return(new([new(OrderOutcome.Accepted, Epoch + 1, 4)], new(Epoch + 1, 4), IsSoldOut: true));

        var reply = await asking.Within("the reply");
        Assert.Equal([new(OrderOutcome.StaleEpoch, Epoch + 1), new(OrderOutcome.Accepted, Epoch + 1, 4)], reply.Results);
        Assert.Equal((new HighWaterMark(Epoch + 1, 4), true), (reply.Mark, reply.IsSoldOut));
    }

    [Fact]
    public async Task Past_the_deadline_nobody_knows_and_the_operator_has_read_of_it_once()
    {
        var asking = ledger.DecideAsync(Product, Known, [Once]);
        for (var elapsed = 0; elapsed <= 1_000; elapsed += 50)
        {
            (await calls.NextCallAsync()).StaySilent();
            await PassAsync(50);
        }

        (await calls.NextCallAsync()).StaySilent();
        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(() => asking.Within("giving up"));
        Assert.Contains("no answer in time", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["A call for phone was not answered (no answer in time); 1 buys are asked again"], log.Messages);
    }

    private async Task<(Task<LedgerReply> Asking, Call<(string ProductId, HighWaterMark Known, IReadOnlyList<OrderOperation> Batch), LedgerReply> Second)> AskTwiceAsync(bool isSilent = false)
    {
        var asking = ledger.DecideAsync(Product, Known, [Once, Keyed]);
        var first = await calls.NextCallAsync();
        if (isSilent)
            await PassAsync(200);
        else
            first.StaySilent();
        await PassAsync(50);
        return (asking, await calls.NextCallAsync());
    }

    // Once somebody waits for that long.
    private async Task PassAsync(int milliseconds)
    {
        while (await time.NextTimerAsync($"{milliseconds} ms") != TimeSpan.FromMilliseconds(milliseconds))
        {
        }

        time.Advance(milliseconds);
    }

    private static IEnumerable<OrderOperation> Undated(Call<(string ProductId, HighWaterMark Known, IReadOnlyList<OrderOperation> Batch), LedgerReply> call) =>
        call.Request.Batch.Select(buy => buy with { Deadline = null });

    private static LedgerReply Reply(params OrderResult[] results) => new(results, new(Epoch, 42), IsSoldOut: false);
}
