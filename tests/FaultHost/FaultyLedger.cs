using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.FaultHost;

/// <summary>A ledger whose reply may never arrive.</summary>
internal sealed class FaultyLedger(IStockLedger ledger, FaultPoint point) : IStockLedger
{
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var reply = await ledger.DecideAsync(productId, known, batch);
        if (reply.Entry is not null)
            await point.PassAsync(FaultPoint.AfterScript);
        return reply;
    }
}
