using System.Diagnostics;
using FlashFlow.Core.Rebuilding;
using Spectre.Console;

namespace FlashFlow.Operator.Rebuild;

/// <summary>Looks for a suspended product's orders until none is missing, nothing waits in the broker any more, and two looks find the same.</summary>
internal sealed class RebuildSearch(LedgerRebuild rebuild, IAnsiConsole console)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <returns>What was found when the wait was over at the latest; null when the product is not suspended.</returns>
    public async Task<RebuildPlan?> RunAsync(string productId, TimeSpan wait, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var before = -1;
        while (await rebuild.PlanAsync(productId, cancellation) is { } plan)
        {
            var isComplete = plan.FindMissing().Count == 0 && plan.Waiting == 0 && plan.Orders.Count == before;
            if (isComplete || Stopwatch.GetElapsedTime(started) >= wait)
                return plan;

            if (before < 0)
                console.WriteLine(plan.Waiting == 0
                    ? "looking for orders that are still on their way ..."
                    : $"waiting until the drains have stored what is on its way ({plan.Waiting:N0} messages wait in RabbitMQ) ...");
            before = plan.Orders.Count;
            await Task.Delay(Interval, cancellation);
        }

        return null;
    }
}
