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

    public RetryingLedgerTests() =>
        ledger = new(calls, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(1_000), time, log);

    [Fact]
    public async Task A_call_that_is_answered_is_made_once_and_for_the_sale_that_is_known_unless_another_is_named()
    {
        var earlier = Keyed with { Epoch = Epoch - 1 };
        var asking = ledger.DecideAsync(Product, Known, [Once, Keyed, earlier]);
        var call = await calls.NextCallAsync();
        Assert.Equal((Product, Known), (call.Request.ProductId, call.Request.Known));
        Assert.Equal([Once with { Epoch = Epoch }, Keyed, earlier], call.Request.Batch);

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
        Assert.Equal([Once with { Epoch = Epoch, MayBeReplay = true }, Keyed], call.Request.Batch);

        call.Return(Reply(new(OrderOutcome.Replayed, Epoch, 41), new(OrderOutcome.Replayed, Epoch, 42)));

        // The shopper who asked once hears of a new order, the one with a key of a replay.
        Assert.Equal([new(OrderOutcome.Accepted, Epoch, 41), new(OrderOutcome.Replayed, Epoch, 42)], (await asking.Within("the reply")).Results);
    }

    [Theory]
    [InlineData(OrderOutcome.SoldOut)]
    [InlineData(OrderOutcome.LimitReached)]
    [InlineData(OrderOutcome.Paused)]
    [InlineData(OrderOutcome.StaleEpoch)]
    [InlineData(OrderOutcome.Suspended)]
    public async Task G4_a_retry_that_is_refused_is_final_only_for_who_can_ask_again_under_the_same_name(OrderOutcome refusal)
    {
        var (asking, call) = await AskTwiceAsync();
        call.Return(Reply(new(refusal, Epoch), new(refusal, Epoch)));
        Assert.Equal([new(OrderOutcome.Unknown), new(refusal, Epoch)], (await asking.Within("the reply")).Results);
    }

    [Theory]
    [InlineData(OrderOutcome.Unavailable)]
    [InlineData(OrderOutcome.Overloaded)]
    public async Task G4_a_retry_that_is_not_tried_may_have_been_accepted_the_first_time(OrderOutcome second)
    {
        var (asking, call) = await AskTwiceAsync();
        call.Return(Reply(new(second), new(second)));
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
        Assert.Equal([Once with { Epoch = Epoch + 1 }], second.Request.Batch);
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

    private static LedgerReply Reply(params OrderResult[] results) => new(results, new(Epoch, 42), IsSoldOut: false);
}
