using FlashFlow.Bench.Results;

namespace FlashFlow.Tools.Tests.Bench.Report;

/// <summary>A bench of round figures.</summary>
internal static class SampleReport
{
    private static readonly Latency Quick = new(0.8, 1.25, 3.5, 12.25, 140);
    private static readonly Dictionary<int, long> Accepted = new() { [202] = 1_000_000 };
    private static readonly Dictionary<int, long> SoldOut = new() { [409] = 2_000_000 };

    /// <summary>Three scenarios alone.</summary>
    public static BenchReport Small { get; } = new()
    {
        StartedAt = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        Host = new("linux-x64-2core-8gib", 2, 7.8, "Sample CPU at 2.5 GHz", "Linux 6.1", ".NET 10.0.1", "abc1234", new Dictionary<string, string> { ["Redis"] = "7.2", ["PostgreSQL"] = "16.4" }),
        Settings = new("standalone", "own", 3, 10, 100),
        Scenarios =
        [
            new("noop", "answers", [Run(79_000, 0.97), Run(80_000, 0.98), Run(81_000, 0.99)]),
            new("accepted", "202", [Run(41_000, 0.5), Run(39_000, 0.6), Run(40_000, 0.7)]),
            new("sql", "202", [Run(1_600, 0.1), Run(1_500, 0.1), Run(1_700, 0.1)]),
        ],
    };

    /// <summary>Of everything something.</summary>
    public static BenchReport Full { get; } = Small with
    {
        Scenarios =
        [
            .. Small.Scenarios,
            new("sql-best", "202", [Run(4_000, 0.1), Run(3_800, 0.1), Run(4_200, 0.1)]),
            new("original", "202", [Run(10_000, 0.2), Run(9_000, 0.2), Run(11_000, 0.2)]),
            new("sold-out", "409", [new(76_000, Quick, SoldOut, 0, 0.95)]),
            new("keyed", "202 or 200", [new(30_000, Quick, new Dictionary<int, long> { [200] = 90_000, [202] = 900_000, [503] = 1_234 }, 2, 0.5)]),
        ],
        OpenLoop =
        [
            .. from scenario in new[] { ("accepted", 40_000.0), ("sold-out", 76_000.0) }
               from step in new[] { (25, 1.0), (50, 1.5), (75, 4), (90, 20) }
               let rate = scenario.Item2 * step.Item1 / 100
               select new OpenLoopResult(scenario.Item1, step.Item1, rate, rate, 0, 0, new(0.6 * step.Item2, 1.2 * step.Item2, 4.5 * step.Item2, 9 * step.Item2, 30 * step.Item2)),
        ],
        Costs = [new("accepted", "front-1", 24.5, 3.25, 180, 850.5, null), new("accepted", "redis", 8, 412, 900, null, 121), new("accepted", "postgres", 11, double.NaN, 300, null, 146.5)],
        Growth =
        [
            new("connections", "sold-out", [new(10, 50_000, 1.2), new(100, 76_000, 3.5), new(1_000, 70_000, 30), new(10_000, 52_000, 410)]),
            new("fronts", "accepted", [new(1, 40_000, 3.5), new(2, 36_000, 5.5), new(4, 30_000, 9)]),
        ],
        Lapse = new(100_000, 1.02, 1.4, 200, Quick, Quick, 0, 11.5, 400),
        Delivery = new(10_000, 200_000, 2_500, 80, 210, 400),
        Line = new(new(1_000_000, 60_000, 128.4, 5.25, 500, 0), new(10_000, 3_000, 0, 391, 5_020, 2_400, 0.94, 0.5, 1.75, 0, 0, 1_219, 1_220)),
        Watchers = new(5_000, 20_000, 19_000, 0.95, 12_300),
        Drain = new(1_000_000, [131_000, 125_000, 128_000], 146.8),
        Steady = new(600, 20_000_000, new Dictionary<string, IReadOnlyList<MemorySample>>
        {
            ["front-1"] = [.. Enumerable.Range(0, 100).Select(i => new MemorySample(i * 6, 180 + i % 7))],
            ["drain-1"] = [.. Enumerable.Range(0, 100).Select(i => new MemorySample(i * 6, 120 + i % 5))],
            ["redis"] = [.. Enumerable.Range(0, 100).Select(i => new MemorySample(i * 6, 40 + 20 * i))],
        }),
    };

    private static ScenarioRun Run(double perSecond, double generatorLoad) => new(perSecond, Quick, Accepted, 0, generatorLoad);
}
