namespace FlashFlow.Core.Buying;

/// <summary>One shopper's wish for some units of a product, under the order id it will have if it is accepted.</summary>
/// <param name="OrderId">The order's id; the same id asked again is a retry and never takes a second unit (G4).</param>
/// <param name="ShopperId">Who buys, within <see cref="Identifiers.IsShopperId"/>; empty for an anonymous shopper, whom no limit counts.</param>
/// <param name="Quantity">Units wanted, at least 1.</param>
/// <param name="Epoch">The sale under which the order id was named (see <see cref="OrderIds.ForKey"/>), or 0 when it holds for any sale.</param>
/// <param name="MayBeReplay">True when the order may have been accepted before: then only the ledger may answer, never a memory of "sold out".</param>
/// <param name="TraceParent">W3C trace context of the request, null when it is not traced.</param>
public readonly record struct BuyRequest(
    Guid OrderId,
    string ShopperId,
    int Quantity,
    long Epoch = 0,
    bool MayBeReplay = false,
    string? TraceParent = null);
