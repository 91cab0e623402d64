using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>What a bench says wherever it runs: medians against each other.</summary>
internal static class Ratios
{
    /// <summary>The ceiling: the web server and the generator alone.</summary>
    public const string Ceiling = BenchItems.Noop;

    // What people write first, with the pool that Npgsql has and with the best one, and what the Node.js original did.
    private static readonly string[] OtherWays = [BenchItems.Sql, BenchItems.SqlBest, BenchItems.Original];
    private static readonly string[] ComparedWithThem = [BenchItems.SoldOut, BenchItems.Accepted];

    /// <summary>
    /// Every scenario against <see cref="Ceiling"/>, selling and refusing against other ways to sell, too, and refusing with telemetry
    /// against refusing without: what of it was run.
    /// </summary>
    public static IReadOnlyList<Ratio> Of(BenchReport report) =>
    [
        .. from scenario in report.Scenarios
           from other in report.Scenarios
           where other.Median > 0 && IsCompared(scenario.Name, other.Name)
           select new Ratio(scenario.Name, other.Name, scenario.Median / other.Median),
    ];

    private static bool IsCompared(string scenario, string against) =>
        (against == Ceiling && scenario != Ceiling) || (OtherWays.Contains(against) && ComparedWithThem.Contains(scenario))
        || (scenario, against) == (BenchItems.Exported, BenchItems.SoldOut);
}
