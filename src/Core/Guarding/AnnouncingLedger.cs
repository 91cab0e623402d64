using System.Collections.Concurrent;
using System.Diagnostics;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Live;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// The ledger as all of a process ask it: what it accepted goes on to the broker, what it has left goes on to whoever watches, and how far it
/// has come is known to whoever asks next (G7).
/// </summary>
public sealed class AnnouncingLedger(IStockLedger ledger, OutboxRelay relay, StockAnnouncer announcer) : IStockLedger
{
    private readonly ConcurrentDictionary<string, HighWaterMark> marks = new();

    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var reply = await ledger.DecideAsync(productId, HighWaterMark.Later(known, FindMark(productId)), batch);
        PassOn(productId, reply);
        return reply;
    }

    /// <summary>How far the product's ledger is known to have come.</summary>
    internal HighWaterMark FindMark(string productId) => marks.GetValueOrDefault(productId);

    /// <summary>Tells whoever is to hear of it what the ledger has answered.</summary>
    internal void PassOn(string productId, LedgerReply reply)
    {
        if (reply.Mark != HighWaterMark.None)
            marks.AddOrUpdate(productId, static (_, mark) => mark, static (_, before, mark) => HighWaterMark.Later(before, mark), reply.Mark);
        if (reply.Entry is { } entry)
            relay.TryEnqueue(entry with { TraceParent = Activity.Current?.Id });
        if (reply.Level is { } level)
            announcer.Announce(level);
    }
}
