using FlashFlow.Bench.Costs;
using FlashFlow.Bench.Results;

namespace FlashFlow.Tools.Tests.Bench.Costs;

public sealed class CostTests
{
    private static readonly CostSample Before = new(new Dictionary<string, ProcessCost>
    {
        ["front-1"] = new(TimeSpan.FromSeconds(10), 1_000_000, 90_000_000, 5_000_000),
        ["redis"] = new(TimeSpan.FromSeconds(2), null, 40_000_000, null),
        ["gone"] = new(TimeSpan.FromSeconds(2), 0, 1, null),
    });

    private static readonly CostSample After = new(new Dictionary<string, ProcessCost>
    {
        ["front-1"] = new(TimeSpan.FromSeconds(16), 4_000_000, 120_000_000, 205_000_000),
        ["redis"] = new(TimeSpan.FromSeconds(3), null, 50_000_000, null),
        ["came"] = new(TimeSpan.FromSeconds(2), 0, 1, null),
    });

    [Fact]
    public void What_was_spent_in_between_is_told_per_million_answers() => Assert.Equal(
        [
            new CostResult("accepted", "front-1", 30, 15, 120, 1_000, null),
            new CostResult("accepted", "redis", 5, double.NaN, 50, null, 121),
        ],
        Cost.Between(Before, After, 200_000, "accepted", new Dictionary<string, double> { ["redis"] = 121 }));

    [Fact]
    public void No_answers_have_no_cost() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Cost.Between(Before, After, 0, "accepted"));
}
