using FlashFlow.Bench;
using FlashFlow.Bench.Results;

namespace FlashFlow.Tools.Tests.Bench;

public sealed class OpenLoopRunsTests
{
    [Fact]
    public void The_rate_is_a_share_of_the_median_and_never_nothing()
    {
        Assert.Equal(15_000, OpenLoopRuns.Rate(Measured(10_000, 20_000, 90_000), 75));
        Assert.Equal(1, OpenLoopRuns.Rate(Measured(0), 25));
    }

    [Theory]
    [InlineData(1_000, 0.010, 200)] // ten on their way: the least there are
    [InlineData(20_000, 0.010, 800)]
    [InlineData(20_000, 5, 10_000)] // the most there are
    public void Connections_are_as_many_as_are_on_their_way_with_a_reserve(double perSecond, double seconds, int connections) =>
        Assert.Equal(connections, OpenLoopRuns.Connections(perSecond, seconds));

    private static ScenarioResult Measured(params double[] speeds) =>
        new("accepted", "", [.. speeds.Select(speed => new ScenarioRun(speed, new(1, 1, 1, 1, 1), new Dictionary<int, long>(), 0, 0))]);
}
