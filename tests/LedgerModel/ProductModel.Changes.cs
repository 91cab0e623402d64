using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Rebuilding;

namespace FlashFlow.LedgerModel;

// lapse.lua and change-order.lua, and what puts a whole ledger in the place of a lost one.
public sealed partial class ProductModel
{
    /// <summary><c>rebuild.lua</c>.</summary>
    public bool Replace(RebuildPlan plan)
    {
        if (suspension is null || (suspension.Known > new Core.Guarding.HighWaterMark(plan.Epoch, plan.LastSeq) && Keeps(Rule.Rebuilt)))
            return false;
        orders = plan.Orders.ToDictionary(order => order.OrderId, order => new OrderModel(order.Position, order.Quantity, order.ShopperId, order.State));
        shoppers = [];
        foreach (var order in orders.Values.Where(order => order.Status is not (OrderStatus.Released or OrderStatus.Expired)))
            Count(order.ShopperId, order.Quantity);
        deadlines = [.. orders.Where(order => order.Value.Status == OrderStatus.Held).Select(order => (order.Value.State!.ExpiresAt!.Value, order.Key.ToString(), (Guid?)order.Key, 0))];
        cancels = plan.Cancels.ToDictionary(cancel => $"{cancel.OrderId}:{cancel.Key}", cancel => cancel.Asked!);
        foreach (var earlier in plan.Ended)
            ended[earlier.Epoch] = earlier;
        sale = new()
        {
            Epoch = plan.Epoch, Definition = plan.Sale.Definition, State = plan.Sale.State, Added = plan.Sale.Added, Remaining = plan.Remaining,
            Accepted = plan.Accepted, Orders = plan.Orders.Count, Seq = plan.LastSeq, Held = plan.Held, Lapsed = plan.Lapsed, Returned = plan.Returned,
            Lost = plan.Lost, Changes = (sale?.Changes ?? 0) + 1_000,
        };
        suspension = null;
        return true;
    }

    private void TakeBackDue(DateTimeOffset now)
    {
        foreach (var due in deadlines.Where(due => due.At <= now).OrderBy(due => due.At).ThenBy(due => due.Name, StringComparer.Ordinal).Take(MostDue).ToArray())
        {
            deadlines.Remove(due);
            if (due.Order is { } orderId)
                Expire(orderId);
            else
                Return(due.Units);
        }
    }

    private void Return(int units)
    {
        sale = sale! with { Remaining = sale.Remaining + units, Returned = sale.Returned + units };
        Note(new() { Kind = TransitionKind.Returned, Units = units });
    }

    private void Expire(Guid orderId)
    {
        GiveBack(orderId, OrderStatus.Expired);
        if (!Keeps(Rule.ExpiredOnce))
            sale = sale! with { Remaining = sale.Remaining + orders[orderId].Quantity };
        Note(orderId, TransitionKind.Expired);
    }

    private void GiveBack(Guid orderId, OrderStatus status)
    {
        var order = orders[orderId];
        deadlines.RemoveAll(due => due.Order == orderId);
        sale = sale! with
        {
            Remaining = sale.Remaining + order.Quantity, Held = sale.Held - order.Quantity, Lapsed = sale.Lapsed + order.Quantity,
        };
        if (Keeps(Rule.LimitGivenBack))
            Count(order.ShopperId, -order.Quantity);
        orders[orderId] = order.With(status);
    }

    private void Note(Guid orderId, TransitionKind kind, Func<Transition, Transition>? more = null)
    {
        var order = orders[orderId];
        var transition = new Transition
        {
            Kind = kind, OrderId = orderId, Position = order.Position, Quantity = order.Quantity, By = kind == TransitionKind.Expired ? null : by,
        };
        Note(more?.Invoke(transition) ?? transition);
    }

    private OrderResult Change(Guid orderId, OrderChange change, DateTimeOffset now)
    {
        if (change is OrderChange.Lapse)
            return new(OrderOutcome.Changed, sale!.Epoch);
        by = change.By;
        var isPast = !orders.ContainsKey(orderId);
        if (isPast && !ordersBefore.ContainsKey(orderId))
            return new(OrderOutcome.UnknownOrder, sale!.Epoch);

        // A hold is late from its deadline on, also while others are due before it.
        if (!isPast && orders[orderId].Status == OrderStatus.Held && orders[orderId].State!.ExpiresAt <= now && IsOfHolds(orders[orderId], change))
            Expire(orderId);
        var outcome = isPast ? AnswerPast(ordersBefore[orderId], change) : change switch
        {
            OrderChange.Confirm confirm => Confirm(orderId, confirm),
            OrderChange.Release => Release(orderId),
            OrderChange.Extend => Extend(orderId, now),
            OrderChange.Cancel cancel => Cancel(orderId, cancel, now),
            OrderChange.Undo undo => Undo(orderId, undo, now),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
        };
        var order = isPast ? ordersBefore[orderId] : orders[orderId];
        return new(outcome, sale!.Epoch, order.Position, (order.State ?? OrderState.Sold).At(now));
    }

    // A payment of another amount is refused without a look at the clock, and a hold is not cancelled.
    private static bool IsOfHolds(OrderModel order, OrderChange change) => change switch
    {
        OrderChange.Confirm confirm => IsPriceOf(order, confirm),
        OrderChange.Cancel => false,
        _ => true,
    };

    private static bool IsPriceOf(OrderModel order, OrderChange.Confirm confirm) =>
        confirm.Amount == order.State!.Amount && confirm.Currency == order.State.Currency;

    private OrderOutcome Confirm(Guid orderId, OrderChange.Confirm confirm)
    {
        var order = orders[orderId];
        if (order.Status is OrderStatus.Confirmed or OrderStatus.Released or OrderStatus.Cancelled || order.State!.IsRefused)
            return ConfirmAgain(order, confirm);
        if (!IsPriceOf(order, confirm))
            return OrderOutcome.AmountMismatch;

        deadlines.RemoveAll(due => due.Order == orderId);
        var isReinstated = order.Status == OrderStatus.Expired;
        if (!isReinstated)
            sale = sale! with { Held = sale.Held - order.Quantity };
        else if (MayReinstate(order))
        {
            sale = sale! with { Lapsed = sale.Lapsed - order.Quantity, Remaining = sale.Remaining - order.Quantity };
            Count(order.ShopperId, order.Quantity);
        }
        else
        {
            orders[orderId] = order with { State = order.State with { IsRefused = Keeps(Rule.RefusedForGood) } };
            Note(orderId, TransitionKind.Refused, transition => transition with { PaymentRef = confirm.PaymentRef });
            return OrderOutcome.HoldExpired;
        }

        orders[orderId] = order with
        {
            State = order.State with { Status = OrderStatus.Confirmed, PaymentRef = confirm.PaymentRef, IsReinstated = isReinstated },
        };
        Note(
            orderId, isReinstated ? TransitionKind.Reinstated : TransitionKind.Confirmed, transition => transition with { PaymentRef = confirm.PaymentRef });
        return OrderOutcome.Changed;
    }

    private bool MayReinstate(OrderModel order) =>
        !Keeps(Rule.LateTakesUnit) || (order.Quantity <= sale!.Remaining && IsWithinLimit(order.ShopperId, order.Quantity));

    private static OrderOutcome ConfirmAgain(OrderModel order, OrderChange.Confirm confirm) => order switch
    {
        { Status: OrderStatus.Confirmed, WasHeld: false } => OrderOutcome.AlreadyConfirmed,
        { Status: OrderStatus.Confirmed } => order.State!.PaymentRef == confirm.PaymentRef ? OrderOutcome.Repeated : OrderOutcome.PaymentMismatch,
        _ => NoHold(order),
    };

    private OrderOutcome Release(Guid orderId)
    {
        switch (orders[orderId].Status)
        {
            case OrderStatus.Released or OrderStatus.Expired:
                return OrderOutcome.Repeated;
            case OrderStatus.Held:
                GiveBack(orderId, OrderStatus.Released);
                Note(orderId, TransitionKind.Released);
                return OrderOutcome.Changed;
            default:
                return NoHold(orders[orderId]);
        }
    }

    private OrderOutcome Extend(Guid orderId, DateTimeOffset now)
    {
        var order = orders[orderId];
        if (order.Status != OrderStatus.Held)
            return NoHold(order);
        var (fromNow, last) = (now.AddSeconds(sale!.Definition.HoldSeconds), order.State!.HeldAt!.Value.AddSeconds(sale.Definition.HoldMaxSeconds));
        var deadline = fromNow < last ? fromNow : last;
        if (deadline <= order.State.ExpiresAt)
            return OrderOutcome.HoldLimitReached;
        deadlines.RemoveAll(due => due.Order == orderId);
        deadlines.Add((deadline, orderId.ToString(), orderId, 0));
        orders[orderId] = order with { State = order.State with { ExpiresAt = deadline } };
        Note(orderId, TransitionKind.Extended, transition => transition with { DeadlineMilliseconds = deadline.ToUnixTimeMilliseconds() });
        return OrderOutcome.Changed;
    }

    private OrderOutcome Undo(Guid orderId, OrderChange.Undo undo, DateTimeOffset now)
    {
        var order = orders[orderId];
        if (order.Status == OrderStatus.Held)
            return Release(orderId);
        if (order is not { Status: OrderStatus.Confirmed, State: { HeldAt: not null } state } || state.PaymentRef != undo.PaymentRef)
            return OrderOutcome.Repeated;
        CancelUnits(orderId, order.Quantity - state.Cancelled, TimeSpan.Zero, now, $"undo {undo.PaymentRef}", asking: "");
        return OrderOutcome.Changed;
    }

    private OrderOutcome Cancel(Guid orderId, OrderChange.Cancel cancel, DateTimeOffset now)
    {
        var order = orders[orderId];
        var key = $"{orderId}:{cancel.Key}";
        var asking = $"{cancel.Quantity}";
        if (cancels.TryGetValue(key, out var asked) && Keeps(Rule.CancelKey))
            return asked == asking ? OrderOutcome.Repeated : OrderOutcome.KeyReused;
        if (order.Status == OrderStatus.Cancelled && cancel.Quantity is null)
            return OrderOutcome.Repeated;
        if (order.Status == OrderStatus.Held)
            return OrderOutcome.NotConfirmed;
        if (order.Status != OrderStatus.Confirmed)
            return NoHold(order);
        if (now >= sale!.Definition.CancelUntil && Keeps(Rule.Window))
            return OrderOutcome.TooLate;
        var state = order.State ?? OrderState.Sold;
        var left = order.Quantity - state.Cancelled;
        var units = cancel.Quantity ?? left;
        if (units > left)
            return OrderOutcome.TooManyUnits;

        var wait = TimeSpan.FromMilliseconds(Math.Floor(sale.Definition.ReturnAfterSeconds * 1_000 * cancel.Share));
        CancelUnits(orderId, units, wait, now, cancel.Key, asking);
        return OrderOutcome.Changed;
    }

    private void CancelUnits(Guid orderId, int units, TimeSpan wait, DateTimeOffset now, string key, string asking)
    {
        var order = orders[orderId];
        var state = order.State ?? OrderState.Sold;
        cancels[$"{orderId}:{key}"] = asking;
        if (wait == TimeSpan.Zero)
            sale = sale! with { Remaining = sale.Remaining + units, Returned = sale.Returned + units };
        else
            deadlines.Add((now + wait, $"+{units}:{sale!.Seq + 1}", null, units));
        orders[orderId] = order with
        {
            State = state with { Cancelled = state.Cancelled + units, Status = units == order.Quantity - state.Cancelled ? OrderStatus.Cancelled : OrderStatus.Confirmed },
        };
        Note(
            orderId, TransitionKind.Cancelled,
            transition => transition with
            {
                Cancelled = state.Cancelled + units, Units = wait == TimeSpan.Zero ? units : 0, Key = key, Asked = asking,
            });
    }

    private static OrderOutcome AnswerPast(OrderModel order, OrderChange change) => (change, order.Status) switch
    {
        (OrderChange.Confirm confirm, OrderStatus.Confirmed) =>
            order.WasHeld && order.State!.PaymentRef == confirm.PaymentRef ? OrderOutcome.Repeated : OrderOutcome.AlreadyConfirmed,
        (OrderChange.Release, OrderStatus.Released or OrderStatus.Expired) => OrderOutcome.Repeated,
        (OrderChange.Cancel, OrderStatus.Cancelled) => OrderOutcome.Repeated,
        (OrderChange.Cancel, _) => OrderOutcome.TooLate,
        (OrderChange.Undo, _) => OrderOutcome.Repeated,
        (_, OrderStatus.Held) => OrderOutcome.HoldExpired,
        _ => NoHold(order),
    };

    private static OrderOutcome NoHold(OrderModel order) => order.Status switch
    {
        OrderStatus.Expired => OrderOutcome.HoldExpired,
        OrderStatus.Released => OrderOutcome.HoldReleased,
        OrderStatus.Cancelled => OrderOutcome.Cancelled,
        _ => OrderOutcome.AlreadyConfirmed,
    };
}
