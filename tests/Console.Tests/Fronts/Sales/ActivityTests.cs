using FlashFlow.Console.Fronts.Sales;

namespace FlashFlow.Console.Tests.Fronts.Sales;

public sealed class ActivityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_fronts_answered_in_the_same_step_of_the_clock_is_added_up()
    {
        var activity = Activity.Sum(
            [
                Front(Noon, Step(Noon - Seconds(4), accepted: 10, soldOut: 30, p50: 2, p99: 20), Step(Noon - Seconds(2), accepted: 1)),
                Front(Noon + Seconds(1), Step(Noon - Seconds(3.5), accepted: 5, soldOut: 5, p50: 6, p99: 80)),
            ],
            default);

        Assert.Equal(Noon + Seconds(1), activity.AsOf);
        Assert.Equal([Noon - Seconds(4), Noon - Seconds(2)], activity.Steps.Select(step => step.At));
        var first = activity.Steps[0];
        Assert.Equal((15, 35), (first.Accepted, first.SoldOut));
        Assert.Equal(((40 * 2) + (10 * 6)) / 50.0, first.P50Ms);
        Assert.Equal(80, first.P99Ms);
    }

    [Fact]
    public void The_rate_of_now_is_that_of_the_last_two_steps_that_are_over()
    {
        var activity = Activity.Sum(
            [Front(Noon + Seconds(1), Step(Noon - Seconds(6), 1_000), Step(Noon - Seconds(4), 30), Step(Noon - Seconds(2), 50), Step(Noon, 7_000))], default);

        Assert.Equal((30 + 50) / 4.0, activity.AcceptedPerSecond);
    }

    [Fact]
    public void Where_no_front_answers_nothing_was_bought()
    {
        var activity = Activity.Sum([], Noon);

        Assert.Empty(activity.Steps);
        Assert.Equal((Noon, 0), (activity.AsOf, activity.AcceptedPerSecond));
    }

    private static FrontActivity Front(DateTimeOffset asOf, params ActivityStep[] steps) => new() { AsOf = asOf, StepSeconds = 2, Steps = steps };

    private static ActivityStep Step(DateTimeOffset at, long accepted, long soldOut = 0, double p50 = 1, double p99 = 1) =>
        new() { At = at, Accepted = accepted, SoldOut = soldOut, P50Ms = p50, P99Ms = p99 };

    private static TimeSpan Seconds(double count) => TimeSpan.FromSeconds(count);
}
