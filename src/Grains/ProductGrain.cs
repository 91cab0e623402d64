using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using Orleans.Concurrency;

namespace FlashFlow.Grains;

/// <summary>
/// A shell around Core's guard, where the buys of all fronts meet. Stock rules live in Core and in the ledger's script; a second
/// activation, which Orleans may have for a moment while silos come and go, is as safe as a second guard (G1).
/// </summary>
[Reentrant]
internal sealed class ProductGrain(StockGuardFactory guards, ActiveProducts active) : Grain, IProductGrain
{
    private StockGuard? guard;

    private string ProductId => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        active.Add(ProductId);
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

    private static BuyReplies All(BuyBatch batch, BuyOutcome outcome) =>
        BuyReplies.Pack([.. Enumerable.Repeat(new BuyResult(outcome), batch.Count)], batch.Known, isSoldOut: false);
}
