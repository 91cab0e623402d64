using FlashFlow.Core.Rebuilding;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Operators.Rebuilding;

/// <summary>Makes the ledgers of suspended sales anew (G7). One at a time: it holds all orders of the sale in memory, and this front has buys to answer.</summary>
internal sealed class Rebuilds(LedgerRebuild rebuild, ISaleLedger ledger, OperatorAnswers answers, TimeProvider time, ILogger<Rebuilds> logger) : IDisposable
{
    // What drains have in hand is stored within a moment. What waits in the broker may take longer, and is told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim alone = new(1);

    /// <summary>What the ledger would be replaced by.</summary>
    public Task<IResult> PlanAsync(string productId, CancellationToken cancellation) => AloneAsync(productId, async () =>
        await rebuild.PlanAsync(productId, cancellation) is { } plan ? TypedResults.Ok(RebuildView.Of(plan)) : await WhyNoneAsync(productId), cancellation);

    /// <summary>Replaces it, and so sells again.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">The sale that the operator has seen the plan of.</param>
    /// <param name="acceptsLoss">Goes on also when something that happened is found nowhere; its units are sold again.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="cancellation">Nobody waits for it any more; once the ledger is being replaced, that is finished.</param>
    public Task<IResult> CarryOutAsync(string productId, long epoch, bool acceptsLoss, string by, CancellationToken cancellation) => AloneAsync(productId, async () =>
    {
        if (await new RebuildSearch(rebuild, time).RunAsync(productId, Patience, onWait: null, cancellation) is not { } plan)
            return await WhyNoneAsync(productId);
        if (plan.Epoch != epoch)
            return Problems.Superseded.With($"The plan is that of sale {plan.Epoch}: nothing was changed.");
        if (plan.Waiting > 0)
            return Problems.RebuildIncomplete.With($"Orders may be on their way: {plan.Waiting} messages wait in RabbitMQ for a drain to store them.");
        if (!plan.IsComplete && !acceptsLoss)
            return Problems.RebuildIncomplete.With("A process may still have what is missing: wait, or start what is down. With acceptLoss=true it goes on without.");
        if (!await rebuild.CarryOutAsync(plan))
            return Problems.RebuildIncomplete.With("Something became known meanwhile that the plan does not know of: look at it again.");

        logger.LogWarning("{Operator} has had the ledger of {Product} rebuilt: sale {Epoch}, {Remaining} units left", by, productId, epoch, plan.Remaining);
        return await answers.ChangedAsync(productId);
    }, cancellation);

    public void Dispose() => alone.Dispose();

    private async Task<IResult> AloneAsync(string productId, Func<Task<IResult>> work, CancellationToken cancellation)
    {
        // A sound ledger has no plan, and its orders need not be read to say so. One that is gone may have been lost a moment ago.
        var look = (await ledger.LookAsync([productId]))[0];
        if (look is { Sale: not null, Suspension: null })
            return Problems.NotSuspended;

        await alone.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        catch (RebuildImpossibleException failure)
        {
            return Problems.RebuildImpossible.With(failure.Message);
        }
        finally
        {
            alone.Release();
        }
    }

    private async Task<Problem> WhyNoneAsync(string productId) => await ledger.FindAsync(productId) is null ? Problems.UnknownProduct : Problems.NotSuspended;
}
