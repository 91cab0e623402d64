namespace FlashFlow.Bench.Results;

/// <summary>What several runs are summed up by.</summary>
internal static class Statistics
{
    /// <summary>The middle value, or the mean of the middle two; at least one value.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
