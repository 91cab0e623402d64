namespace FlashFlow.Core.Tests.Guarding;

public sealed class LedgerClockTests
{
    private readonly ManualTimeProvider time = new();
    private readonly LedgerClock clock;

    public LedgerClockTests() => clock = new(time);

    [Fact]
    public void Until_an_answer_was_heard_nobody_knows_it()
    {
        clock.Hear(0);
        Assert.Null(clock.Now);
    }

    [Fact]
    public void It_goes_on_from_what_was_heard()
    {
        clock.Hear(5_000);
        time.Advance(30);
        Assert.Equal(5_030, clock.Now);
    }

    [Fact]
    public void An_answer_that_took_longer_or_says_nothing_does_not_set_it_back()
    {
        clock.Hear(5_000);
        time.Advance(30);
        clock.Hear(5_010);
        clock.Hear(0);
        Assert.Equal(5_030, clock.Now);
        clock.Hear(6_000);
        Assert.Equal(6_000, clock.Now);
    }
}
