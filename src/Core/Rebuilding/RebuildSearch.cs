namespace FlashFlow.Core.Rebuilding;

/// <summary>Looks for a suspended product's orders until none is missing, nothing waits in the broker any more, and two looks find the same.</summary>
public sealed class RebuildSearch(LedgerRebuild rebuild, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Looks at least twice, unless there is no time for it.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="wait">How long orders that are on their way or missing are waited for.</param>
    /// <param name="onWait">Told once, of the first look, that more are needed.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was found when the wait was over at the latest; null when the product is not suspended.</returns>
    /// <exception cref="RebuildImpossibleException">What is left is not enough to say.</exception>
    public async Task<RebuildPlan?> RunAsync(string productId, TimeSpan wait, Action<RebuildPlan>? onWait, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        RebuildPlan? before = null;
        while (await rebuild.PlanAsync(productId, cancellation) is { } plan)
        {
            if ((plan.IsComplete && plan.Orders.Count == before?.Orders.Count) || time.GetElapsedTime(started) >= wait)
                return plan;

            if (before is null)
                onWait?.Invoke(plan);
            before = plan;
            await Task.Delay(Interval, time, cancellation);
        }

        return null;
    }
}
