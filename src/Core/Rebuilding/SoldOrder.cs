using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Rebuilding;

/// <summary>An accepted order with its place in its sale.</summary>
/// <param name="OrderId">Its id.</param>
/// <param name="Position">Its place: the number of the transition by which it was held or sold, from 1.</param>
/// <param name="Quantity">Units.</param>
/// <param name="ShopperId">Who bought; empty for an anonymous shopper.</param>
public readonly record struct SoldOrder(Guid OrderId, long Position, int Quantity, string ShopperId)
{
    /// <summary>The number of the latest of its transitions that is known.</summary>
    public long Seq { get; init; } = Position;

    /// <summary>How it stands by that one; null when it was sold at once and nothing has happened to it since.</summary>
    public OrderState? State { get; init; }

    /// <summary>Only later transitions of it are known, and not the one by which it was held or sold.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The order at <paramref name="index"/> of a batch.</summary>
    public static SoldOrder In(OrderBatch batch, int index) =>
        new(batch.OrderIds[index], batch.FirstPosition + index, batch.Quantities[index], batch.ShopperIds[index])
        {
            State = batch switch
            {
                { HeldUntil: { } until } => new()
                {
                    Status = OrderStatus.Held,
                    ExpiresAt = until,
                    HeldAt = batch.AcceptedAt,
                    Amount = batch.Amount ?? (batch.PriceInMinorUnits * batch.Quantities[index]),
                    Currency = batch.Currency!,
                    CartId = batch.CartId,
                },
                { CartId: { } cart } => OrderState.Sold with { CartId = cart },
                _ => null,
            },
        };

    /// <summary>What the transition at <paramref name="index"/> of a batch tells of its order; null when it happened to no order.</summary>
    public static SoldOrder? By(TransitionBatch batch, int index)
    {
        var transition = batch.Events[index];
        if (transition.OrderId is not { } orderId || transition.ToState() is not { } state)
            return null;
        return new(orderId, transition.Position, transition.Quantity, ShopperId: "")
        {
            Seq = batch.FirstSeq + index,
            State = state,
            IsPartial = true,
        };
    }

    /// <summary>What is known of an order by both: the later transition's word counts, the earlier one fills what is missing.</summary>
    public SoldOrder MergedWith(SoldOrder other)
    {
        var (earlier, later) = Seq <= other.Seq ? (this, other) : (other, this);
        var whole = IsPartial ? other : this;
        return whole with
        {
            Seq = later.Seq,
            ShopperId = ShopperId.Length > 0 ? ShopperId : other.ShopperId,
            State = Merge(earlier.State, later.State),
            IsPartial = IsPartial && other.IsPartial,
        };
    }

    // As the function merge_order_states does it in PostgreSQL. A deadline only ever moves on.
    private static OrderState? Merge(OrderState? earlier, OrderState? later) => (earlier, later) switch
    {
        (null, _) => later,
        (_, null) => earlier,
        _ => later with
        {
            ExpiresAt = earlier.ExpiresAt > later.ExpiresAt ? earlier.ExpiresAt : later.ExpiresAt ?? earlier.ExpiresAt,
            FirstExpiresAt = FirstDeadline(earlier, later),
            HeldAt = later.HeldAt ?? earlier.HeldAt,
            Amount = later.Amount != 0 ? later.Amount : earlier.Amount,
            Currency = later.Currency.Length > 0 ? later.Currency : earlier.Currency,
            PaymentRef = later.PaymentRef ?? earlier.PaymentRef,
            Cancelled = later.Cancelled > 0 ? later.Cancelled : earlier.Cancelled,
            IsReinstated = later.IsReinstated || earlier.IsReinstated,
            IsRefused = later.IsRefused || earlier.IsRefused,
            CartId = later.CartId ?? earlier.CartId,
        },
    };

    // The earliest that is known, where there is more than one.
    private static DateTimeOffset? FirstDeadline(OrderState one, OrderState other)
    {
        var known = new[] { one.FirstExpiresAt, one.ExpiresAt, other.FirstExpiresAt, other.ExpiresAt }.OfType<DateTimeOffset>().Distinct().ToArray();
        return known.Length > 1 ? known.Min() : null;
    }
}
