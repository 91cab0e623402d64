using FlashFlow.WebFront.Limits;

namespace FlashFlow.WebFront.Tests.Limits;

/// <summary>How many calls a rate limit takes, by a clock that the test moves.</summary>
public sealed class CallLimitTests
{
    private static readonly TimeSpan Clump = TimeSpan.FromMilliseconds(100);

    private readonly ManualClock time = new();

    public static TheoryData<int, int> Limits
    {
        get
        {
            var limits = new TheoryData<int, int>();
            foreach (var perSecond in new[] { 1, 3, 7, 100, 2_000, 70_001 })
            {
                foreach (var burst in new[] { 1, 10, 100 })
                    limits.Add(perSecond, burst);
            }

            return limits;
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Who_stays_below_the_limit_is_never_refused_evenly_spaced_or_in_clumps(int perSecond, int burst)
    {
        foreach (var share in new[] { 0.5, 0.75, 1 })
        {
            Assert.Equal(0, Refused(Limit(perSecond, burst), perSecond * share, spacing: TimeSpan.FromSeconds(1 / (perSecond * share))));
            Assert.Equal(0, Refused(Limit(perSecond, burst), perSecond * share, Clump));
            Assert.Equal(0, Refused(Limit(perSecond, burst), perSecond * share, TimeSpan.FromSeconds(1)));
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Who_is_above_the_limit_gets_what_it_says(int perSecond, int burst)
    {
        using var limit = Limit(perSecond, burst);
        var (taken, calls) = (0, 3 * Math.Max(perSecond, burst));

        for (var step = 0; step < 100; step++, time.Advance(Clump))
            taken += Enumerable.Range(0, calls / 2).Count(_ => limit.Allows("ada"));
        taken += Enumerable.Range(0, calls).Count(_ => limit.Allows("ada"));

        var promised = (perSecond * 10) + Math.Max(perSecond, burst);
        Assert.InRange(taken, promised * 0.99, promised * 1.01);
    }

    [Fact]
    public void While_time_stands_still_only_what_may_come_at_once_is_taken()
    {
        using var limit = Limit(perSecond: 10, burst: 25);

        Assert.Equal(25, Enumerable.Range(0, 1_000).Count(_ => limit.Allows("ada")));
    }

    [Fact]
    public void A_refused_caller_may_call_within_a_second()
    {
        using var limit = Limit(perSecond: 1, burst: 5);
        Assert.Equal(5, Enumerable.Range(0, 6).Count(_ => limit.Allows("ada")));

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(limit.Allows("ada"));
        Assert.False(limit.Allows("ada"));
    }

    [Fact]
    public void A_clock_that_runs_ahead_gives_a_burst_and_no_more_and_one_that_runs_back_shuts_nobody_out()
    {
        using var limit = Limit(perSecond: 10, burst: 25);
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(25, Enumerable.Range(0, 1_000).Count(_ => limit.Allows("ada")));

        time.Advance(TimeSpan.FromHours(-2));

        Assert.False(limit.Allows("ada"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(Enumerable.Range(0, 1_000).Count(_ => limit.Allows("ada")), 1, 25);
    }

    [Fact]
    public void One_caller_does_not_feel_another()
    {
        using var limit = Limit(perSecond: 1, burst: 1);

        Assert.True(limit.Allows("ada"));
        Assert.False(limit.Allows("ada"));
        Assert.True(limit.Allows("bob"));
    }

    [Fact]
    public void Callers_who_rest_are_dropped_and_those_who_call_are_not()
    {
        using var limit = Limit(perSecond: 1, burst: 60);
        for (var i = 0; i < 1_000; i++)
            limit.Allows($"shopper-{i}");
        while (limit.Allows("ada"))
            continue;
        Assert.Equal(1_001, limit.Callers);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, limit.Callers);
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => limit.Allows("ada")));
        time.Advance(TimeSpan.FromSeconds(70));
        Assert.Equal(0, limit.Callers);
    }

    [Fact]
    public void Newcomers_beyond_the_most_callers_are_not_counted_and_may_call_until_there_is_room()
    {
        using var limit = new CallLimit<string>(1, 1, time, maxCallers: 2);
        Assert.True(limit.Allows("ada"));
        Assert.True(limit.Allows("bob"));

        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(limit.Allows("eve")));
        Assert.Equal(2, limit.Callers);
        Assert.False(limit.Allows("ada"));

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(limit.Allows("eve"));
        Assert.False(limit.Allows("eve"));
    }

    [Fact]
    public async Task Calls_at_the_same_time_are_each_counted_also_while_callers_are_dropped()
    {
        using var limit = Limit(perSecond: 1_000, burst: 1);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 1_000).Count(_ => limit.Allows("ada")))));

        Assert.Equal(1_000, taken.Sum());
    }

    private CallLimit<string> Limit(int perSecond, int burst) => new(perSecond, burst, time);

    // Ten seconds of so many calls a second, as many at once as make up for the spacing.
    private int Refused(CallLimit<string> limit, double rate, TimeSpan spacing)
    {
        using var closing = limit;
        var (refused, sent) = (0, 0);
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(10); passed += spacing, time.Advance(spacing))
        {
            for (var due = (int)((rate * (passed + spacing).TotalSeconds) + 1e-6); sent < due; sent++)
                refused += limit.Allows("ada") ? 0 : 1;
        }

        return refused;
    }
}
