using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.FaultHost;

/// <summary>A ledger whose reply may never arrive.</summary>
internal sealed class FaultyLedger(IStockLedger ledger, FaultPoint point) : IStockLedger
{
    public async Task<LedgerReply> BuyAsync(string productId, HighWaterMark known, IReadOnlyList<BuyRequest> batch)
    {
        var reply = await ledger.BuyAsync(productId, known, batch);
        if (reply.Entry is not null)
            await point.PassAsync(FaultPoint.AfterScript);
        return reply;
    }
}
