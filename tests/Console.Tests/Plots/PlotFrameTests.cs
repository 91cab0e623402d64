using FlashFlow.Console.Plots;

namespace FlashFlow.Console.Tests.Plots;

public sealed class PlotFrameTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlotArea Area = new(50, 10, 600, 200);

    [Fact]
    public void Moments_go_from_left_to_right_and_values_from_below_upwards()
    {
        var frame = Frame(largest: 100);

        Assert.Equal((50, 350, 650), (frame.X(Noon), frame.X(Noon.AddMinutes(5)), frame.X(Noon.AddMinutes(10))));
        Assert.Equal((210, 110, 10), (frame.Y(0), frame.Y(50), frame.Y(100)));
    }

    [Fact]
    public void What_is_outside_is_drawn_at_the_edge()
    {
        var frame = Frame(largest: 100);

        Assert.Equal((50, 650), (frame.X(Noon.AddMinutes(-1)), frame.X(Noon.AddMinutes(11))));
        Assert.Equal((210, 10), (frame.Y(-5), frame.Y(1_000)));
    }

    [Theory]
    [InlineData(0, new[] { 0.0, 1 })]
    [InlineData(1, new[] { 0, 0.5, 1 })]
    [InlineData(7, new[] { 0.0, 2, 4, 6, 8 })]
    [InlineData(100, new[] { 0.0, 50, 100 })]
    [InlineData(17_772, new[] { 0.0, 5_000, 10_000, 15_000, 20_000 })]
    public void Values_beside_the_axis_are_round_and_the_largest_fits(double largest, double[] expected) =>
        Assert.Equal(expected, Frame(largest).ValueTicks);

    [Fact]
    public void Every_second_minute_stands_below_the_axis() => Assert.Equal(
        [Noon, Noon.AddMinutes(2), Noon.AddMinutes(4), Noon.AddMinutes(6), Noon.AddMinutes(8)],
        new PlotFrame(Noon.AddSeconds(-30), Noon.AddMinutes(9.5), 1, Area).TimeTicks);

    [Fact]
    public void A_line_breaks_where_steps_are_missing_and_one_point_alone_is_seen()
    {
        PlotPoint[] points = [new(Noon, 0), new(Noon.AddSeconds(2), 50), new(Noon.AddSeconds(6), 100)];

        Assert.Equal(["50,210 52,110", "56,10 56,10"], Frame(100).Lines(points, TimeSpan.FromSeconds(2)));
        Assert.Equal(["50,210 52,110 56,10"], Frame(100).Lines(points));
        Assert.Empty(Frame(100).Lines([]));
    }

    [Fact]
    public void Labels_that_would_cover_each_other_are_moved_apart_and_stay_above_the_lowest_place() =>
        Assert.Equal([170, 186, 40, 202], PlotFrame.Spread([200, 201, 40, 202], apart: 16, lowest: 202));

    private static PlotFrame Frame(double largest) => new(Noon, Noon.AddMinutes(10), largest, Area);
}
