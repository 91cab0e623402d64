using FlashFlow.Core.Guarding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Concurrency;

namespace FlashFlow.Grains;

/// <summary>
/// The way of a batch through a silo, for warm-ups: a guard over a ledger that decides and keeps nothing. Every silo has its own, so that a
/// silo that warms up stays with itself.
/// </summary>
[Reentrant, StatelessWorker(1)]
internal sealed class RehearsalGrain(
    [FromKeyedServices(StockLedgers.Rehearsing)] IStockLedger ledger, GuardOptions bounds, TimeProvider time) : Grain, IRehearsalGrain
{
    private StockGuard? guard;

    private StockGuard Guard => guard ??= new(
        this.GetPrimaryKeyString(), HighWaterMark.None, ledger, bounds, time, NullLogger.Instance, GuardInstruments.None);

    public async Task<OperationReplies> DecideAsync(OperationBatch batch)
    {
        Guard.RaiseMark(batch.Known);
        return OperationReplies.Pack(new(await Guard.DecideAsync(batch.Unpack()), Guard.Known, Guard.IsSoldOut, Now: Guard.LedgerNow));
    }
}
