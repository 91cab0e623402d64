using FlashFlow.Core.Buying;

namespace FlashFlow.Chaos.Verdict;

/// <summary>A row of the orders table.</summary>
internal sealed record StoredOrder(Guid OrderId, long Epoch, long Position, int Quantity, string ShopperId)
{
    /// <summary>How it stands; null when it was sold at once.</summary>
    public OrderState? State { get; init; }

    /// <summary>Units of it that are sold.</summary>
    public int Sold => State switch
    {
        null => Quantity,
        { Status: OrderStatus.Confirmed } => Quantity - State.Cancelled,
        _ => 0,
    };

    /// <summary>Units of it that count for the shopper's limit: those that were cancelled still do.</summary>
    public int Counted => State is { Status: OrderStatus.Released or OrderStatus.Expired } ? 0 : Quantity;

    /// <summary>A payment has its units, or had them until they were cancelled.</summary>
    public bool IsPaid => State is { Status: OrderStatus.Confirmed or OrderStatus.Cancelled };
}
