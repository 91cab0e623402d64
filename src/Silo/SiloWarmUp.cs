using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Grains;
using FlashFlow.Infrastructure.Hosting;
using Orleans.Serialization;

namespace FlashFlow.Silo;

/// <summary>
/// The first batches of a silo are its own: written and read as a front's are, and decided by grains that sell nothing
/// (<see cref="IRehearsalGrain"/>).
/// </summary>
internal sealed class SiloWarmUp(
    SiloOptions options,
    ImaginaryProduct product,
    IGrainFactory grains,
    StockGuardFactory guards,
    Serializer serializer,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SiloWarmUp> logger) : WarmUpService(TimeSpan.FromMilliseconds(options.WarmUpMilliseconds), lifetime, time, logger)
{
    private const int BuysPerBatch = 16;

    protected override int Workers => 2;

    protected override async Task<bool> WorkAsync(int turn, CancellationToken end)
    {
        try
        {
            // What the first batch of a product asks: Redis, and the store.
            if (turn < Workers)
                await guards.MakeAsync(product.Unknown).WaitAsync(end);
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }

        var buys = new OrderOperation[BuysPerBatch];
        for (var i = 0; i < buys.Length; i++)
            buys[i] = new(OrderIds.New(TimeProvider.System), $"{product.Id}-{turn}", 1);
        var grain = grains.GetGrain<IRehearsalGrain>(turn % 2 == 0 ? product.Id : product.SoldOut);
        var replies = Travelled(await grain.DecideAsync(Travelled(OperationBatch.Pack(HighWaterMark.None, buys, traceParent: null))).WaitAsync(end));
        return replies.Unpack().Results[0].Outcome is OrderOutcome.Accepted or OrderOutcome.SoldOut;
    }

    // As it arrives from another process.
    private T Travelled<T>(T message) => serializer.Deserialize<T>(serializer.SerializeToArray(message))!;
}
