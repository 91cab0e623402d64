using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Carts;

/// <summary>
/// What is asked of all orders of a cart. It is remembered until it is done to all of them, so that a process that dies leaves no half of it.
/// </summary>
/// <param name="Asked">What is asked; to cancel is to cancel all.</param>
/// <param name="Amounts">What each order costs, in minor units, in their order.</param>
public sealed record CartChange(OrderChange Asked, IReadOnlyList<long> Amounts)
{
    /// <summary>What is asked of one of the orders.</summary>
    /// <param name="index">Which.</param>
    public OrderChange Of(int index) => Asked switch
    {
        OrderChange.Confirm confirm => confirm with { Amount = Amounts[index] },
        OrderChange.Cancel cancel => cancel with { Quantity = null },
        _ => Asked,
    };

    /// <summary>Whether the other asks for the same: of the same payment, or under the same key.</summary>
    public bool IsSame(CartChange other) => (Asked, other.Asked) switch
    {
        (OrderChange.Confirm one, OrderChange.Confirm another) => one.PaymentRef == another.PaymentRef,
        (OrderChange.Cancel one, OrderChange.Cancel another) => one.Key == another.Key,
        var (one, another) => one.GetType() == another.GetType(),
    };
}
