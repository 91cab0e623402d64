using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// One product's guard as the guards of all fronts see it: their batches meet here and share its ledger calls. It is made when the first
/// batch comes. Not for more than one thread at a time.
/// </summary>
public sealed class SharedGuard(string productId, StockGuardFactory guards) : IDisposable
{
    private StockGuard? guard;

    /// <summary>Whether somebody sells the product, or did: there is no guard of any other name.</summary>
    public bool IsMade => guard is not null;

    /// <summary>Decides a batch. Never throws for what a ledger or a shopper can do: the outcomes say it.</summary>
    /// <param name="known">How far the front knows that the ledger has come; it holds for all (G7).</param>
    /// <param name="buys">The buys.</param>
    public async Task<LedgerReply> DecideAsync(HighWaterMark known, IReadOnlyList<OrderOperation> buys)
    {
        if (guard is null)
        {
            try
            {
                // Of two first batches that come at once, each finds a guard; the first one is kept.
                var found = await guards.MakeAsync(productId);
                guard ??= found;
            }
            catch (LedgerUnavailableException)
            {
                return new(OrderResult.ForAll(buys, OrderOutcome.Unavailable), known, IsSoldOut: false);
            }
        }

        if (guard is null)
            return new(OrderResult.ForAll(buys, OrderOutcome.UnknownProduct), known, IsSoldOut: false);

        guard.RaiseMark(known);
        return new(await guard.DecideAsync(buys), guard.Known, guard.IsSoldOut, Now: guard.LedgerNow);
    }

    /// <summary>Stock may have come back: the next buy asks the ledger.</summary>
    public void ForgetSoldOut() => guard?.ForgetSoldOut();

    /// <summary>It does not wake any more when something is due.</summary>
    public void Dispose() => guard?.Dispose();
}
