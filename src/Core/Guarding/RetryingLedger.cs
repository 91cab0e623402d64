using FlashFlow.Core.Buying;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// A ledger at the end of a way that swallows, refuses or delays calls, as one to a dying silo does: a call without an answer is made
/// again under the same order ids until the deadline. What an earlier call did, the ledger knows (G4).
/// </summary>
/// <param name="ledger">The way: one call.</param>
/// <param name="attempt">How long one call may take; it may be carried out all the same, also later.</param>
/// <param name="deadline">How long calls are made again.</param>
/// <param name="time">Clock of both.</param>
/// <param name="logger">Told when a call is made again.</param>
public sealed class RetryingLedger(
    IStockLedger ledger, TimeSpan attempt, TimeSpan deadline, TimeProvider time, ILogger<RetryingLedger> logger) : IStockLedger
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        // Each call is for one sale: a later one has forgotten what was accepted, and a call that comes to it late would be accepted twice.
        IReadOnlyList<OrderOperation> bound = [.. batch.Select(buy => buy.Epoch == 0 ? buy with { Epoch = known.Epoch } : buy)];
        var (reply, isRetried) = await AskAsync(productId, known, bound);
        if (isRetried)
            return reply with { Results = [.. batch.Zip(reply.Results, AnswerToRetry)] };

        var stale = Enumerable.Range(0, batch.Count).Where(i => batch[i].Epoch == 0 && reply.Results[i].Outcome == OrderOutcome.StaleEpoch).ToArray();
        return stale.Length == 0 ? reply : await AskInNewSaleAsync(productId, batch, reply, stale);
    }

    private async Task<(LedgerReply Reply, bool IsRetried)> AskAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var started = time.GetTimestamp();
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return (await ledger.DecideAsync(productId, known, batch).WaitAsync(attempt, time), attempts > 1);
            }
            catch (Exception failure) when (failure is TimeoutException or LedgerUnavailableException)
            {
                if (time.GetElapsedTime(started) > deadline)
                    throw new LedgerUnavailableException($"{attempts} calls for '{productId}' were not answered: {failure.Message}", failure);
                if (attempts == 1)
                    logger.LogWarning("A call for {Product} was not answered ({Reason}); {Count} buys are asked again", productId, failure.Message, batch.Count);
            }

            // Only the ledger may answer now, no memory of "sold out": it may have accepted them before.
            batch = [.. batch.Select(buy => buy with { MayBeReplay = true })];
            await Task.Delay(Pause, time);
        }
    }

    // A sale began of which nobody here had heard. Who named none means the one that runs.
    private async Task<LedgerReply> AskInNewSaleAsync(string productId, IReadOnlyList<OrderOperation> batch, LedgerReply earlier, int[] stale)
    {
        var later = await DecideAsync(productId, earlier.Mark, [.. stale.Select(i => batch[i])]);
        var results = earlier.Results.ToArray();
        for (var i = 0; i < stale.Length; i++)
            results[stale[i]] = later.Results[i];
        return later with { Results = results };
    }

    private static OrderResult AnswerToRetry(OrderOperation buy, OrderResult result) => result.Outcome switch
    {
        // To a shopper who asked once it is a new order.
        OrderOutcome.Replayed when !buy.MayBeReplay => result with { Outcome = OrderOutcome.Accepted },
        OrderOutcome.Accepted or OrderOutcome.Replayed => result,

        // A call that was given up may be carried out later, when units are back, and who asked once has no name to ask for it again.
        _ when !buy.MayBeReplay => new(OrderOutcome.Unknown),

        // What was not tried this time may have been accepted the time before.
        OrderOutcome.Unavailable or OrderOutcome.Overloaded => new(OrderOutcome.Unknown),
        _ => result,
    };
}
