using System.Diagnostics;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Live;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Core.Guarding;

/// <summary>The ledger as guards use it: what it accepted goes on to the broker, what it has left goes on to whoever watches.</summary>
public sealed class AnnouncingLedger(IStockLedger ledger, OutboxRelay relay, StockAnnouncer announcer) : IStockLedger
{
    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var reply = await ledger.DecideAsync(productId, known, batch);
        if (reply.Entry is { } entry)
            relay.TryEnqueue(entry with { TraceParent = Activity.Current?.Id });
        if (reply.Level is { } level)
            announcer.Announce(level);
        return reply;
    }
}
