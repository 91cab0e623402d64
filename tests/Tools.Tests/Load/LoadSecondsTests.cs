using System.Diagnostics;
using FlashFlow.Load;

namespace FlashFlow.Tools.Tests.Load;

/// <summary>What a closed loop tells of each second.</summary>
public sealed class LoadSecondsTests
{
    private readonly LoadTally tally = new();

    public LoadSecondsTests() => tally.Begin(Ticks(100));

    [Fact]
    public void A_slow_first_second_does_not_show_in_what_comes_after_it()
    {
        tally.Add(202, Ticks(0.9), Ticks(100.9));
        for (var answer = 1; answer <= 10; answer++)
            tally.Add(202, Ticks(0.01), Ticks(101.45 + (answer * 0.05)));

        var report = tally.ToReport(TimeSpan.Zero);

        Assert.Equal([1, 10], report.BySecond.Select(second => second.Answers));
        Assert.Equal(0.9, report.FirstSecond.Slowest.TotalSeconds, 0.001);
        Assert.Equal(0.01, report.LaterLatency.Max.TotalSeconds, 0.001);
        Assert.Equal(10 / 0.95, report.LaterPerSecond, 0.001);
    }

    [Fact]
    public void A_run_that_is_over_within_a_second_has_nothing_after_it()
    {
        tally.Add(202, Ticks(0.1), Ticks(100.1));

        var report = tally.ToReport(TimeSpan.Zero);

        Assert.Equal(1, report.FirstSecond.Answers);
        Assert.Equal((0, TimeSpan.Zero), (report.LaterPerSecond, report.LaterLatency.Max));
    }

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);
}
