using FlashFlow.Core.Buying;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// A ledger at the end of a way that swallows, refuses or delays calls: they are repeated under the same order ids (<see cref="RepeatedCalls"/>).
/// What an earlier call did, the ledger knows (G4).
/// </summary>
/// <param name="ledger">The way: one call.</param>
/// <param name="calls">Repeats it.</param>
/// <param name="clock">The ledger's clock, of which it is told.</param>
/// <param name="logger">Told when a call is made again.</param>
public sealed class RetryingLedger(IStockLedger ledger, RepeatedCalls calls, LedgerClock clock, ILogger<RetryingLedger> logger) : IStockLedger
{
    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        // Each call is for one sale: a later one has forgotten what was accepted, and a call that comes to it late would be accepted twice.
        OrderOperation[] bound = [.. batch.Select(buy => buy.Epoch == 0 ? buy with { Epoch = known.Epoch } : buy)];
        var (reply, isRetried) = await AskAsync(productId, known, bound);
        if (isRetried)
            return reply with { Results = [.. batch.Zip(reply.Results, AnswerToRetry)] };

        var stale = Enumerable.Range(0, batch.Count).Where(i => batch[i].Epoch == 0 && reply.Results[i].Outcome == OrderOutcome.StaleEpoch).ToArray();
        return stale.Length == 0 ? reply : await AskInNewSaleAsync(productId, batch, reply, stale);
    }

    private async Task<(LedgerReply Reply, bool IsRetried)> AskAsync(string productId, HighWaterMark known, OrderOperation[] batch)
    {
        LedgerReply? last = null;
        var made = await calls.AskAsync(
            $"'{productId}'",
            until => ledger.DecideAsync(productId, known, [.. batch.Select(buy => Bind(buy, until))]),
            (reply, until) =>
            {
                clock.Hear(reply.Now);
                last = last is null ? reply : reply with { Results = [.. last.Results.Zip(reply.Results, (before, now) => IsOpen(before) ? now : before)] };
                return !until.MayComeLater(reply.Now) || !last.Results.Any(IsOpen);
            },
            failure => logger.LogWarning("A call for {Product} was not answered ({Reason}); {Count} buys are asked again", productId, failure.Message, batch.Length));
        return (last!, made > 1);
    }

    // Only the ledger may answer a call that is repeated, no memory of "sold out": it may have accepted it before.
    private static OrderOperation Bind(OrderOperation buy, CallDeadline until) =>
        buy with { Deadline = until, MayBeReplay = buy.MayBeReplay || until.EarlierNotAfter > 0 };

    private static bool IsOpen(OrderResult result) => result.Outcome is OrderOutcome.Unknown or OrderOutcome.Unavailable or OrderOutcome.Overloaded;

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

        // It may have been accepted in a sale that has ended since, or whose data was lost: of these the ledger does not tell any more.
        OrderOutcome.StaleEpoch or OrderOutcome.Suspended or OrderOutcome.UnknownProduct when !buy.MayBeReplay => new(OrderOutcome.Unknown),

        // What was not tried this time may have been accepted the time before.
        OrderOutcome.Unavailable or OrderOutcome.Overloaded => new(OrderOutcome.Unknown),
        _ => result,
    };
}
