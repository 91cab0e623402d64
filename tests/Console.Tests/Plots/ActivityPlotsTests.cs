using FlashFlow.Console.Fronts.Sales;
using FlashFlow.Console.Plots;

namespace FlashFlow.Console.Tests.Plots;

public sealed class ActivityPlotsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly Activity Some = new(
        Noon.AddSeconds(1),
        2,
        [
            new() { At = Noon.AddSeconds(-4), Accepted = 10, SoldOut = 4, P50Ms = 3, P99Ms = 9 },
            new() { At = Noon, Accepted = 1_000, P50Ms = 3, P99Ms = 9 },
        ]);

    [Fact]
    public void A_step_without_a_buy_is_a_zero_and_the_present_step_is_left_out()
    {
        var outcomes = ActivityPlots.Outcomes(Some);

        Assert.Equal(["accepted", "sold out", "refused", "failed"], outcomes.Select(series => series.Name));
        Assert.Equal(4, outcomes.Select(series => series.Dash).Distinct().Count());
        var accepted = outcomes[0].Points;
        Assert.Equal([new(Noon.AddSeconds(-4), 5), new(Noon.AddSeconds(-2), 0)], accepted.TakeLast(2));
        Assert.All(accepted.SkipLast(2), point => Assert.Equal(0, point.Value));
        Assert.Equal(2, outcomes[1].Points[^2].Value);
    }

    [Fact]
    public void Of_a_step_without_a_buy_no_latency_is_shown()
    {
        var latencies = ActivityPlots.Latencies(Some);

        Assert.Equal([new(Noon.AddSeconds(-4), 3), new(Noon, 3)], latencies[0].Points);
        Assert.Equal([9.0, 9.0], latencies[1].Points.Select(point => point.Value));
    }

    [Fact]
    public void The_small_curve_has_a_point_for_each_ten_seconds()
    {
        var points = ActivityPlots.Accepted(Some);

        Assert.Equal(60, points.Count);
        Assert.Equal(1_010 / 10.0, points.Sum(point => point.Value));
    }
}
