using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Scaling;

/// <summary>
/// What a rate of buys needs, computed from the processor time that a buy cost each process in a bench. It takes for granted that this time
/// stays what it is when there is more of everything, which is measured for the few cores of the bench only.
/// </summary>
/// <param name="costs">Of the scenarios <c>accepted</c> and <c>sold-out</c>.</param>
/// <param name="busy">How much of its processors a process may use, above 0 and at most 1.</param>
internal sealed class ScalingModel(IReadOnlyList<CostResult> costs, double busy)
{
    /// <summary>The kinds of processes, in the order of a buy.</summary>
    public IReadOnlyList<string> Kinds { get; } =
        [.. new[] { "front", "silo", "redis", "rabbitmq", "drain", "postgres" }.Where(kind => costs.Any(cost => KindOf(cost) == kind))];

    /// <summary>Processors that all processes of a kind need.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="perSecond">Buys a second.</param>
    /// <param name="acceptedShare">How many of them are accepted, from 0 to 1; the others are told that nothing is left.</param>
    public double Processors(string kind, double perSecond, double acceptedShare) =>
        perSecond * ((acceptedShare * Microseconds(kind, BenchItems.Accepted)) + ((1 - acceptedShare) * Microseconds(kind, BenchItems.SoldOut))) / 1e6 / busy;

    /// <summary>Accepted orders a second that one thread of this kind can serve: of Redis for all products of a shard, of a silo for one product.</summary>
    public double MostOfOneThread(string kind) => busy * 1e6 / Microseconds(kind, BenchItems.Accepted);

    /// <summary>Processor time of one answer in all processes of a kind.</summary>
    public double Microseconds(string kind, string scenario) =>
        costs.Where(cost => cost.Scenario == scenario && KindOf(cost) == kind).Sum(cost => cost.ProcessorSecondsPerMillion);

    private static string KindOf(CostResult cost) => cost.Process.Split('-')[0];
}
