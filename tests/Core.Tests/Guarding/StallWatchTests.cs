using FlashFlow.Core.Guarding;
using FlashFlow.Core.Tests.StandIns;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class StallWatchTests : IDisposable
{
    private readonly ManualTimeProvider clock = new();
    private readonly StallWatch watch;

    public StallWatchTests() => watch = new(clock);

    public void Dispose() => watch.Dispose();

    [Fact]
    public void A_process_that_goes_on_decides()
    {
        watch.ThrowIfStalled();
        for (var i = 0; i < 100; i++)
        {
            Pass(StallWatch.Longest);
            watch.Look();
            watch.ThrowIfStalled();
        }
    }

    [Fact]
    public void G3_G4_a_process_that_has_stood_still_decides_nothing_until_it_has_settled()
    {
        Pass(StallWatch.Longest + TimeSpan.FromMilliseconds(1));
        Assert.True(Assert.Throws<LedgerUnavailableException>(watch.ThrowIfStalled).NothingWasDone);

        watch.Look();
        Assert.Throws<LedgerUnavailableException>(watch.ThrowIfStalled);
        Pass(StallWatch.Settles - TimeSpan.FromMilliseconds(1));
        watch.Look();
        Assert.Throws<LedgerUnavailableException>(watch.ThrowIfStalled);

        Pass(TimeSpan.FromMilliseconds(1));
        watch.ThrowIfStalled();
    }

    private void Pass(TimeSpan time) => clock.Advance(time);
}
