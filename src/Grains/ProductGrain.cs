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
    private SharedGuard? guard;

    private string ProductId => this.GetPrimaryKeyString();

    private SharedGuard Guard => guard ??= new(ProductId, guards);

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

    public async Task<BuyReplies> BuyAsync(BuyBatch batch) => BuyReplies.Pack(await Guard.BuyAsync(batch.Known, batch.Buys));

    public Task ForgetSoldOutAsync()
    {
        Guard.ForgetSoldOut();
        return Task.CompletedTask;
    }
}
