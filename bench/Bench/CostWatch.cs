using FlashFlow.Bench.Costs;
using FlashFlow.Bench.Results;
using FlashFlow.Operator.Engine;

namespace FlashFlow.Bench;

/// <summary>Finds out what each process spends on a run of sold-out or accepted buys, or of pairs of hold and confirm. What is told is the median of the runs.</summary>
internal sealed class CostWatch(BenchFleet fleet, EngineAccess engine)
{
    private readonly StoredSizes sizes = engine.StoredSizes;
    private readonly List<CostResult> runs = [];

    /// <summary>Looks before a run; null where its costs are not told.</summary>
    public async Task<CostSample?> LookAsync(string scenario, CancellationToken cancellation) =>
        scenario is BenchItems.SoldOut or BenchItems.Accepted or BenchItems.Holds ? await new ProcessSampler(fleet.Running).SampleAsync(cancellation) : null;

    /// <summary>Looks after it, when all that it caused is done.</summary>
    /// <param name="scenario">What was run.</param>
    /// <param name="before">The look before it.</param>
    /// <param name="answers">Its answers that count.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public async Task AddAsync(string scenario, CostSample? before, long answers, CancellationToken cancellation)
    {
        if (before is null || answers == 0)
            return;
        var after = await new ProcessSampler(fleet.Running).SampleAsync(cancellation);
        var stored = scenario == BenchItems.Accepted ? await StoredAsync(answers, cancellation) : null;
        runs.AddRange(Cost.Between(before, after, answers, scenario, stored));
    }

    /// <summary>What has been seen.</summary>
    public IReadOnlyList<CostResult> ToResults() =>
    [
        .. runs.GroupBy(run => (run.Scenario, run.Process)).Select(process => new CostResult(
            process.Key.Scenario,
            process.Key.Process,
            Median(process, run => run.ProcessorSecondsPerMillion) ?? 0,
            Median(process, run => run.MegabytesWrittenPerMillion) ?? 0,
            Median(process, run => run.ResidentMegabytes) ?? 0,
            Median(process, run => run.AllocatedBytesPerAnswer),
            Median(process, run => run.StoredBytesPerAnswer))),
    ];

    private async Task<IReadOnlyDictionary<string, double>> StoredAsync(long answers, CancellationToken cancellation)
    {
        var redis = await sizes.RedisBytesAsync(BenchSales.Demo);
        var stored = new Dictionary<string, double> { ["redis"] = (double)redis / answers };
        if (await sizes.PostgresBytesPerOrderAsync(cancellation) is { } bytes)
            stored.Add("postgres", bytes);
        return stored;
    }

    private static double? Median(IEnumerable<CostResult> runs, Func<CostResult, double?> of)
    {
        double[] known = [.. runs.Select(of).OfType<double>()];
        return known.Length == 0 ? null : Statistics.Median(known);
    }
}
