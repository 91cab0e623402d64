using FlashFlow.Bench.Results;
using FlashFlow.Bench.Scaling;

namespace FlashFlow.Tools.Tests.Bench;

public sealed class ScalingModelTests
{
    private static readonly CostResult[] Costs =
    [
        Cost("accepted", "front-1", 40), Cost("accepted", "front-2", 10), Cost("sold-out", "front-1", 20),
        Cost("accepted", "redis", 20), Cost("accepted", "generator", 100),
    ];

    [Fact]
    public void Processors_grow_with_the_rate_and_with_how_many_are_accepted()
    {
        var model = new ScalingModel(Costs, busy: 0.5);
        Assert.Equal(10, model.Processors("front", 100_000, acceptedShare: 1), precision: 6);
        Assert.Equal(4, model.Processors("front", 100_000, acceptedShare: 0), precision: 6);
        Assert.Equal(7, model.Processors("front", 100_000, acceptedShare: 0.5), precision: 6);
        Assert.Equal(4, model.Processors("redis", 100_000, acceptedShare: 1), precision: 6);
    }

    [Fact]
    public void One_thread_serves_what_its_share_of_a_processor_has_time_for() =>
        Assert.Equal(25_000, new ScalingModel(Costs, busy: 0.5).MostOfOneThread("redis"), precision: 6);

    [Fact]
    public void Only_processes_of_the_engine_count() => Assert.Equal(["front", "redis"], new ScalingModel(Costs, busy: 1).Kinds);

    private static CostResult Cost(string scenario, string process, double microseconds) => new(scenario, process, microseconds, 0, 0, null, null);
}
