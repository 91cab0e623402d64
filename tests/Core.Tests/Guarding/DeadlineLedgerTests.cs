using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class DeadlineLedgerTests
{
    private static readonly HighWaterMark Known = new(Epoch, 40);
    private static readonly OrderOperation Undated = Buy(1);
    private static readonly OrderOperation Late = Buy(2) with { Deadline = new(NotAfter: 999) };
    private static readonly OrderOperation InTime = Buy(3) with { Deadline = new(NotAfter: 1_000) };

    private readonly StandInStockLedger calls = new();
    private readonly DeadlineLedger ledger;

    public DeadlineLedgerTests() => ledger = new(calls);

    [Fact]
    public async Task G4_what_came_too_late_is_left_out_and_the_rest_is_decided()
    {
        var asking = ledger.DecideAsync(Product, Known, [Undated, Late, InTime]);
        var whole = await calls.NextCallAsync();
        whole.Return(new(OrderResult.ForAll(whole.Request.Batch, OrderOutcome.Unavailable), Known, IsSoldOut: false, Now: 1_000, IsLate: true));

        var rest = await calls.NextCallAsync();
        Assert.Equal([Undated, InTime], rest.Request.Batch);
        rest.Accept(given: 40);

        var reply = await asking.Within("the reply");
        Assert.Equal([new(OrderOutcome.Accepted, Epoch, 41), new(OrderOutcome.Unavailable), new(OrderOutcome.Accepted, Epoch, 42)], reply.Results);
        Assert.NotNull(reply.Entry);
    }

    [Fact]
    public async Task Where_all_came_too_late_nobody_is_asked_again()
    {
        var asking = ledger.DecideAsync(Product, Known, [Late]);
        (await calls.NextCallAsync()).Return(new([new(OrderOutcome.Unavailable)], Known, IsSoldOut: false, Now: 1_000, IsLate: true));

        Assert.Equal([new(OrderOutcome.Unavailable)], (await asking.Within("the reply")).Results);
        Assert.Equal(1, calls.CallCount);
    }

    [Theory]
    [InlineData(OrderOutcome.SoldOut)]
    [InlineData(OrderOutcome.LimitReached)]
    [InlineData(OrderOutcome.Paused)]
    [InlineData(OrderOutcome.HoldExpired)]
    public async Task G4_a_refusal_that_an_earlier_call_may_overtake_is_none(OrderOutcome refusal)
    {
        var given = new OrderResult(refusal, Epoch);
        foreach (var (now, expected) in new[] { (1_000, new OrderResult(OrderOutcome.Unknown)), (1_001, given) })
        {
            var asking = ledger.DecideAsync(Product, Known, [Buy() with { Deadline = new(NotAfter: 2_000, EarlierNotAfter: 1_000) }, Undated]);
            (await calls.NextCallAsync()).Return(new([given, given], Known, IsSoldOut: false, Now: now));
            Assert.Equal([expected, given], (await asking.Within("the reply")).Results);
        }
    }

    [Theory]
    [InlineData(OrderOutcome.Accepted)]
    [InlineData(OrderOutcome.Replayed)]
    [InlineData(OrderOutcome.Changed)]
    [InlineData(OrderOutcome.Repeated)]
    public async Task What_is_done_stays_done(OrderOutcome outcome)
    {
        var given = new OrderResult(outcome, Epoch, 41);
        var asking = ledger.DecideAsync(Product, Known, [Buy() with { Deadline = new(NotAfter: 2_000, EarlierNotAfter: 1_000) }]);
        (await calls.NextCallAsync()).Return(new([given], Known, IsSoldOut: false, Now: 1_000));
        Assert.Equal([given], (await asking.Within("the reply")).Results);
    }
}
