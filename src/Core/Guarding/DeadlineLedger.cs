using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// The ledger as those ask it whose callers may give up and ask again (<see cref="CallDeadline"/>): what came too late is left out, and a
/// refusal that an earlier call may still overtake is none.
/// </summary>
public sealed class DeadlineLedger(IStockLedger ledger) : IStockLedger
{
    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var reply = await ledger.DecideAsync(productId, known, batch);
        if (!reply.IsLate)
            return reply with { Results = Weigh(batch, reply) };

        // The script refuses a batch whole, of which one call is late.
        int[] inTime = [.. Enumerable.Range(0, batch.Count).Where(i => batch[i].Deadline?.IsOver(reply.Now) != true)];
        if (inTime.Length == 0)
            return reply;
        var results = OrderResult.ForAll(batch, OrderOutcome.Unavailable);
        var rest = await DecideAsync(productId, known, [.. inTime.Select(i => batch[i])]);
        for (var i = 0; i < inTime.Length; i++)
            results[inTime[i]] = rest.Results[i];
        return rest with { Results = results };
    }

    private static IReadOnlyList<OrderResult> Weigh(IReadOnlyList<OrderOperation> batch, LedgerReply reply)
    {
        OrderResult[]? weighed = null;
        for (var i = 0; i < batch.Count; i++)
            if (batch[i].Deadline?.MayComeLater(reply.Now) == true && !reply.Results[i].HasOrder && !reply.Results[i].IsChanged)
                (weighed ??= [.. reply.Results])[i] = new(OrderOutcome.Unknown);
        return weighed ?? reply.Results;
    }
}
