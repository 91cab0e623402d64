using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Carts;

/// <summary>How an order of several lines stands, by how its orders do.</summary>
public static class CartStates
{
    // While one of its orders waits, it does; then what is the shopper's counts, and what was.
    private static readonly OrderStatus[] FirstThatCounts =
        [OrderStatus.Held, OrderStatus.Confirmed, OrderStatus.Cancelled, OrderStatus.Expired, OrderStatus.Released];

    /// <summary>The whole: it waits until the first deadline, and costs the sum.</summary>
    /// <param name="states">Those of its orders, at least one.</param>
    public static OrderState Whole(IReadOnlyList<OrderState> states)
    {
        var status = FirstThatCounts.First(status => states.Any(state => state.Status == status));
        var of = states.Where(state => state.Status == status).ToArray();
        return of[0] with
        {
            ExpiresAt = of.Min(state => state.ExpiresAt),
            Amount = states.Sum(state => state.Amount),
            Cancelled = states.Sum(state => state.Cancelled),
            IsReinstated = states.Any(state => state.IsReinstated),
        };
    }
}
