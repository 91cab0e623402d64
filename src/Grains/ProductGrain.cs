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
    private SharedGuard? guard;

    private string ProductId => this.GetPrimaryKeyString();

    private SharedGuard Guard => guard ??= new(ProductId, guards);

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

    public async Task<BuyReplies> BuyAsync(BuyBatch batch) => BuyReplies.Pack(await Guard.BuyAsync(batch.Known, batch.Buys));

    public Task ForgetSoldOutAsync()
    {
        Guard.ForgetSoldOut();
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
}
