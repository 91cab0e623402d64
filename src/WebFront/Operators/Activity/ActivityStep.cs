namespace FlashFlow.WebFront.Operators.Activity;

/// <summary>The buys of a product in one step of time.</summary>
internal sealed class ActivityStep(long number)
{
    private static readonly int Answers = Enum.GetValues<BuyAnswer>().Length;

    private readonly int[] counts = new int[Answers + LatencyBuckets.Count];

    /// <summary>Which step it is.</summary>
    public long Number { get; } = number;

    /// <summary>Counts one; called by all threads at once.</summary>
    public void Count(BuyAnswer answer, int bucket)
    {
        Interlocked.Increment(ref counts[(int)answer]);
        Interlocked.Increment(ref counts[Answers + bucket]);
    }

    /// <summary>What was counted so far.</summary>
    /// <param name="at">When the step began.</param>
    public ActivityStepView View(DateTimeOffset at)
    {
        var latencies = counts.AsSpan(Answers);
        return new(
            at,
            counts[(int)BuyAnswer.Accepted],
            counts[(int)BuyAnswer.SoldOut],
            counts[(int)BuyAnswer.Refused],
            counts[(int)BuyAnswer.Failed],
            LatencyBuckets.Quantile(latencies, 0.5),
            LatencyBuckets.Quantile(latencies, 0.99));
    }
}
