using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace FlashFlow.Grains;

/// <summary>
/// A shell around Core's guard, where the buys of all fronts meet. Stock rules live in Core and in the ledger's script; a second
/// activation, which Orleans may have for a moment while silos come and go, is as safe as a second guard (G1).
/// </summary>
[Reentrant]
internal sealed class ProductGrain(
    StockGuardFactory guards, OutboxSweep sweep, ActiveProducts active, ILogger<ProductGrain> logger) : Grain, IProductGrain
{
    private StockGuard? guard;

    private string ProductId => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        active.Add(ProductId);

        // What the silo that guarded this product before had not published (G3).
        _ = SweepAsync();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        active.Remove(ProductId);
        return Task.CompletedTask;
    }

    public async Task<BuyReplies> BuyAsync(BuyBatch batch)
    {
        if (guard is null)
        {
            try
            {
                // Of two first batches that come at once, each finds a guard; the first one is kept.
                var found = await guards.MakeAsync(ProductId);
                guard ??= found;
            }
            catch (LedgerUnavailableException)
            {
                return All(batch, BuyOutcome.Unavailable);
            }
        }

        if (guard is null)
            return All(batch, BuyOutcome.UnknownProduct);

        guard.Remind(batch.Known);
        var buys = new Task<BuyResult>[batch.Count];
        for (var i = 0; i < buys.Length; i++)
            buys[i] = guard.BuyAsync(batch.BuyAt(i)).AsTask();
        return BuyReplies.Pack(await Task.WhenAll(buys), guard.Known, guard.IsSoldOut);
    }

    public Task ForgetSoldOutAsync()
    {
        guard?.ForgetSoldOut();
        return Task.CompletedTask;
    }

    private async Task SweepAsync()
    {
        try
        {
            await sweep.SweepAsync(ProductId, CancellationToken.None);
        }
        catch (LedgerUnavailableException failure)
        {
            logger.LogDebug(failure, "The outbox of {Product} cannot be swept now; the silo's own sweep tries again", ProductId);
        }
    }

    private static BuyReplies All(BuyBatch batch, BuyOutcome outcome) =>
        BuyReplies.Pack([.. Enumerable.Repeat(new BuyResult(outcome), batch.Count)], batch.Known, isSoldOut: false);
}
