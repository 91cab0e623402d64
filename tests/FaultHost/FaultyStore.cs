using FlashFlow.Core.Draining;

namespace FlashFlow.FaultHost;

/// <summary>A store after which everything may be over.</summary>
internal sealed class FaultyStore(IOrderStore store, FaultPoint point) : IOrderStore
{
    private bool hasRefused;

    public async Task StoreAsync(
        IReadOnlyList<OrderBatch> batches,
        IReadOnlyList<TransitionBatch> transitions,
        IReadOnlyList<DeadLetter> letters,
        CancellationToken cancellation)
    {
        try
        {
            await store.StoreAsync(batches, transitions, letters, cancellation);
        }
        catch (OrderRejectedException)
        {
            hasRefused = true;
            throw;
        }

        await point.PassAsync(FaultPoint.AfterInsert);
        if (hasRefused && batches is [{ Count: 1 }])
            await point.PassAsync(FaultPoint.BetweenRows);
    }
}
