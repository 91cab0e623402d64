using System.Diagnostics;
using FlashFlow.Grains;

namespace FlashFlow.WebFront;

/// <summary>
/// The product's grain as this front's guard sees it: one call per batch. A call that a dying silo swallowed or refused is made again
/// under the same order ids until the deadline; the ledger knows what it accepted the first time (G4).
/// </summary>
public sealed class GrainLedger(IGrainFactory grains, ClusterCallOptions options, TimeProvider time, ILogger<GrainLedger> logger) : IStockLedger
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan attempt = TimeSpan.FromMilliseconds(options.AttemptMilliseconds);
    private readonly TimeSpan deadline = TimeSpan.FromMilliseconds(options.DeadlineMilliseconds);

    /// <inheritdoc/>
    public async Task<LedgerReply> BuyAsync(string productId, HighWaterMark known, IReadOnlyList<BuyRequest> batch)
    {
        var grain = grains.GetGrain<IProductGrain>(productId);
        var buys = BuyBatch.Pack(known, batch, Activity.Current?.Id);
        var started = time.GetTimestamp();
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return Read(batch, await grain.BuyAsync(buys).WaitAsync(attempt, time), isFirst: attempts == 1);
            }
            catch (Exception failure) when (ClusterFailures.IsOne(failure))
            {
                if (time.GetElapsedTime(started) > deadline)
                    throw new LedgerUnavailableException($"The grain of '{productId}' did not answer {attempts} calls: {failure.Message}", failure);
                if (attempts == 1)
                    logger.LogWarning("The grain of {Product} did not answer ({Reason}); {Count} buys are asked again", productId, failure.Message, batch.Count);
            }

            buys = buys.Again();
            await Task.Delay(Pause, time);
        }
    }

    private static LedgerReply Read(IReadOnlyList<BuyRequest> batch, BuyReplies replies, bool isFirst)
    {
        var results = replies.Unpack();
        for (var i = 0; i < results.Length; i++)
        {
            // Where this front asked twice for a shopper who asked once, a replay is a new order to the shopper;
            // and when a new sale began in between, nobody can say what became of the first call.
            results[i] = results[i].Outcome switch
            {
                BuyOutcome.Replayed when !batch[i].MayBeReplay => results[i] with { Outcome = BuyOutcome.Accepted },
                BuyOutcome.StaleEpoch when batch[i].Epoch == 0 => new(BuyOutcome.Unknown),

                // What was not tried this time may have been accepted the time before.
                BuyOutcome.Unavailable or BuyOutcome.Overloaded when !isFirst => new(BuyOutcome.Unknown),
                _ => results[i],
            };
        }

        var isSuspended = Array.Exists(results, result => result.Outcome == BuyOutcome.Suspended);
        return new(results, replies.Known, replies.IsSoldOut, IsSuspended: isSuspended);
    }
}
