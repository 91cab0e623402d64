using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Carts;

/// <summary>
/// Does to all orders of a cart what is asked of it. It is noted first; whoever finds the note of somebody who died does the rest, and each
/// step may be done twice. A payment that cannot have all is refused for good, and what it has is given back (G9).
/// </summary>
public sealed class CartChanges(ISaleLedger sales, ICartRecords records, StockGuards guards)
{
    // Whose change is under way is not kept waiting for ever by others that come again and again.
    private const int MostOthers = 3;

    /// <summary>Makes a change of all orders, or says why not. Never throws for what a ledger or a shopper can do: the outcome says it.</summary>
    /// <param name="cart">The cart.</param>
    /// <param name="asked">What is asked of it; to cancel is to cancel all.</param>
    public async Task<OrderOutcome> MakeAsync(Cart cart, OrderChange asked)
    {
        try
        {
            var states = await FindStatesAsync(cart);
            if (states.Length == 0)
                return OrderOutcome.UnknownOrder;
            if (FindRefusal(cart, asked, states) is { } refusal)
                return refusal;
            var change = new CartChange(asked, [.. states.Select(state => state.Amount)]);
            for (var others = 0; ; others++)
            {
                var noted = await records.BeginAsync(cart.Id, change);
                var outcome = await CarryOutAsync(cart, noted);
                if (noted.IsSame(change) || others == MostOthers || IsForNow(outcome))
                    return outcome;
                cart = await records.FindAsync(cart.Id) ?? cart;
            }
        }
        catch (LedgerUnavailableException failure)
        {
            return failure.NothingWasDone ? OrderOutcome.Unavailable : OrderOutcome.Unknown;
        }
    }

    /// <summary>Does what was noted to all orders that it is not done to yet.</summary>
    /// <exception cref="LedgerUnavailableException">It is not known what there is to be done; it stays noted.</exception>
    public async Task<OrderOutcome> CarryOutAsync(Cart cart, CartChange change)
    {
        var parts = cart.Orders.ToArray();
        var (outcome, isAnyChanged) = (cart.Refusal ?? OrderOutcome.Repeated, false);
        for (var i = 0; cart.Refusal is null && i < parts.Length; i++)
        {
            var result = (await guards.DecideAsync(parts[i].ProductId, OrderOperation.ToChange(parts[i].OrderId, change.Of(i)))).Outcome;
            if (IsForNow(result))
                return isAnyChanged ? OrderOutcome.Unknown : result;
            isAnyChanged |= result == OrderOutcome.Changed;
            if (result is OrderOutcome.Changed or OrderOutcome.Repeated)
                continue;
            outcome = result;
            if (change.Asked is OrderChange.Confirm)
                break;
        }

        if (change.Asked is OrderChange.Confirm confirm && IsFinal(outcome))
        {
            // Kept first: whoever asks from now on hears the same, however far this gets.
            await records.ReplaceAsync(cart with { Refusal = outcome });
            foreach (var part in parts)
            {
                var undone = await guards.DecideAsync(part.ProductId, OrderOperation.ToChange(part.OrderId, new OrderChange.Undo(confirm.PaymentRef) { By = confirm.By }));
                if (IsForNow(undone.Outcome))
                    return OrderOutcome.Unknown;
            }
        }

        await records.EndAsync(cart.Id, change);
        return outcome == OrderOutcome.Repeated && isAnyChanged ? OrderOutcome.Changed : outcome;
    }

    /// <summary>How the orders of a cart stand; none where it was not taken whole.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public async Task<OrderState[]> FindStatesAsync(Cart cart)
    {
        if (cart.MayBeHalf)
            return [];
        var orders = await Task.WhenAll(cart.Orders.Select(part => sales.FindOrderAsync(part.ProductId, part.OrderId)));
        return Array.Exists(orders, order => order is null) ? [] : Array.ConvertAll(orders, order => order!.State);
    }

    // What can be said of all orders before anything is done to one.
    private static OrderOutcome? FindRefusal(Cart cart, OrderChange asked, OrderState[] states)
    {
        bool IsAny(OrderStatus status) => Array.Exists(states, state => state.Status == status);
        return asked switch
        {
            OrderChange.Confirm confirm => FindRefusal(cart, confirm, states),
            OrderChange.Release or OrderChange.Extend when IsAny(OrderStatus.Confirmed) => OrderOutcome.AlreadyConfirmed,
            OrderChange.Release or OrderChange.Extend when IsAny(OrderStatus.Cancelled) => OrderOutcome.Cancelled,
            OrderChange.Cancel when IsAny(OrderStatus.Held) => OrderOutcome.NotConfirmed,
            OrderChange.Cancel { Quantity: { } units } when cart.Lines is not [var line] || line.Quantity != units => OrderOutcome.TooManyUnits,
            _ => null,
        };
    }

    private static OrderOutcome? FindRefusal(Cart cart, OrderChange.Confirm confirm, OrderState[] states)
    {
        if (cart.Refusal is { } refusal)
            return refusal;
        foreach (var state in states)
        {
            if (state is { Status: OrderStatus.Confirmed, HeldAt: null })
                return OrderOutcome.AlreadyConfirmed;
            if (state.PaymentRef is { } other && other != confirm.PaymentRef)
                return OrderOutcome.PaymentMismatch;
            if (state.Status is OrderStatus.Released or OrderStatus.Cancelled)
                return state.Status == OrderStatus.Released ? OrderOutcome.HoldReleased : OrderOutcome.Cancelled;
        }

        return states.Sum(state => state.Amount) == confirm.Amount && states[0].Currency == confirm.Currency ? null : OrderOutcome.AmountMismatch;
    }

    /// <summary>Whether an answer is none for good: it is to be asked again.</summary>
    internal static bool IsForNow(OrderOutcome outcome) =>
        outcome is OrderOutcome.Unknown or OrderOutcome.Unavailable or OrderOutcome.Overloaded or OrderOutcome.Suspended;

    private static bool IsFinal(OrderOutcome outcome) =>
        outcome is OrderOutcome.HoldExpired or OrderOutcome.HoldReleased or OrderOutcome.Cancelled or OrderOutcome.UnknownOrder or OrderOutcome.UnknownProduct;
}
