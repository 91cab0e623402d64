using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Buying;

/// <summary>One thing asked of an order: to buy it, or to change one that was bought before.</summary>
/// <param name="OrderId">The order's id; a buy under the same id is a retry and never takes a second unit (G4).</param>
/// <param name="ShopperId">Who buys, within <see cref="Identifiers.IsShopperId"/>; empty for an anonymous shopper, whom no limit counts, and for a change.</param>
/// <param name="Quantity">Units wanted, at least 1; 0 for a change.</param>
/// <param name="Epoch">The sale under which the order id was named (see <see cref="OrderIds.ForKey"/>), or 0 when it holds for any sale.</param>
/// <param name="MayBeReplay">True when it may have been done before: then only the ledger may answer, never a memory of "sold out".</param>
/// <param name="TraceParent">W3C trace context of the request, null when it is not traced.</param>
/// <param name="Change">What is asked of an order that was bought before; null for a buy.</param>
/// <param name="Place">The buyer's place in the product's room, which a pass has shown; 0 for none.</param>
/// <param name="Deadline">Until when it may be done; null where nobody asks for it twice.</param>
public readonly record struct OrderOperation(
    Guid OrderId,
    string ShopperId,
    int Quantity,
    long Epoch = 0,
    bool MayBeReplay = false,
    string? TraceParent = null,
    OrderChange? Change = null,
    long Place = 0,
    CallDeadline? Deadline = null)
{
    /// <summary>Asks for a change of an order.</summary>
    public static OrderOperation ToChange(Guid orderId, OrderChange change, string? traceParent = null) =>
        new(orderId, ShopperId: "", Quantity: 0, Epoch: 0, MayBeReplay: true, traceParent, change);
}
