using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Costs;

/// <summary>What answers cost.</summary>
internal static class Cost
{
    private const double Million = 1_000_000;
    private const double Megabyte = 1_000_000;

    /// <summary>A row for each process that both samples saw.</summary>
    /// <param name="before">When the load began.</param>
    /// <param name="after">When all that it caused was done: the drain may work on after the last answer.</param>
    /// <param name="answers">Answers in between that count for the scenario, at least one.</param>
    /// <param name="scenario">Its name.</param>
    /// <param name="storedBytesPerAnswer">What a process keeps per answer, by its name, where that is known: see <see cref="StoredSizes"/>.</param>
    public static IReadOnlyList<CostResult> Between(
        CostSample before,
        CostSample after,
        long answers,
        string scenario,
        IReadOnlyDictionary<string, double>? storedBytesPerAnswer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(answers);
        return
        [
            .. from process in after.Processes
               where before.Processes.ContainsKey(process.Key)
               let first = before.Processes[process.Key]
               let last = process.Value
               select new CostResult(
                   scenario,
                   process.Key,
                   (last.Processor - first.Processor).TotalSeconds / answers * Million,
                   (last.BytesWritten - first.BytesWritten) / Megabyte / answers * Million ?? double.NaN,
                   last.ResidentBytes / Megabyte,
                   (last.AllocatedBytes - first.AllocatedBytes) / (double)answers,
                   storedBytesPerAnswer is not null && storedBytesPerAnswer.TryGetValue(process.Key, out var stored) ? stored : null),
        ];
    }
}
