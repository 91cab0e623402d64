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
    // Who asks for a name that nobody sells under asks a few times at most.
    private static readonly TimeSpan LeavesUnusedAfter = TimeSpan.FromSeconds(10);

    private SharedGuard? guard;
    private bool isListed;

    private string ProductId => this.GetPrimaryKeyString();

    private SharedGuard Guard => guard ??= new(ProductId, guards);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(LeaveUnlessListedAsync, new GrainTimerCreationOptions(LeavesUnusedAfter, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (isListed)
            active.Remove(ProductId);
        guard?.Dispose();
        return Task.CompletedTask;
    }

    public async Task<OperationReplies> DecideAsync(OperationBatch batch)
    {
        var reply = await Guard.DecideAsync(batch.Known, batch.Unpack());
        ListOnceGuarded();
        return OperationReplies.Pack(reply);
    }

    public Task ForgetSoldOutAsync()
    {
        Guard.ForgetSoldOut();
        return Task.CompletedTask;
    }

    private void ListOnceGuarded()
    {
        if (isListed || !Guard.IsMade)
            return;
        isListed = true;
        active.Add(ProductId);
    }

    private Task LeaveUnlessListedAsync()
    {
        if (!isListed)
            DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
