using System.Text.Json.Serialization;
using FlashFlow.Core.Carts;

namespace FlashFlow.WebFront.Orders;

/// <summary>An order as its shopper, or the shop, sees it. What is not known of it, or does not concern it, is left out.</summary>
/// <param name="OrderId">Its id.</param>
/// <param name="Status"><c>held</c>, <c>confirmed</c>, <c>released</c>, <c>expired</c> or <c>cancelled</c>.</param>
public sealed record OrderView(Guid OrderId, string Status)
{
    /// <summary>Units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Quantity { get; init; }

    /// <summary>When the hold expires, or has, by the ledger's clock.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long the hold lasts yet, in milliseconds: who counts down by it needs no clock that is right.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ExpiresInMs { get; init; }

    /// <summary>What the order costs, in minor units of the currency.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Amount { get; init; }

    /// <summary>ISO 4217.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>The payment that confirmed it; told to the shop only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PaymentRef { get; init; }

    /// <summary>True: it was confirmed after its deadline, since its units were still free.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Reinstated { get; init; }

    /// <summary>Units of it that were cancelled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Cancelled { get; init; }

    /// <summary>Whether the order is in the database as it is told here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Stored { get; init; }

    /// <summary>The product, where this is one of the orders of an order of several lines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProductId { get; init; }

    /// <summary>What was asked for, of an order of several lines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CartLine>? Lines { get; init; }

    /// <summary>The orders that an order of several lines is made of, one for each product that has a stock.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OrderView>? Orders { get; init; }

    /// <summary>What is to be seen of an order.</summary>
    /// <param name="orderId">Its id.</param>
    /// <param name="state">How it stands.</param>
    /// <param name="showsPayment">Whether whoever asks may know the payment.</param>
    public static OrderView Of(Guid orderId, OrderState state, bool showsPayment = false)
    {
        var wasHeld = state.HeldAt is not null;
        var isOpen = state.Status == OrderStatus.Held;
        return new(orderId, Name(state.Status))
        {
            ExpiresAt = isOpen || state.Status == OrderStatus.Expired ? state.ExpiresAt : null,
            // Who has not heard from the ledger does not know what its clock says.
            ExpiresInMs = isOpen && state.AsOf != default ? Math.Max(0, (long)(state.ExpiresAt - state.AsOf)!.Value.TotalMilliseconds) : null,
            Amount = wasHeld ? state.Amount : null,
            Currency = wasHeld && state.Currency.Length > 0 ? state.Currency : null,
            PaymentRef = showsPayment ? state.PaymentRef : null,
            Reinstated = state.IsReinstated ? true : null,
            Cancelled = state.Cancelled > 0 ? state.Cancelled : null,
        };
    }

    private static string Name(OrderStatus status) => status switch
    {
        OrderStatus.Held => "held",
        OrderStatus.Confirmed => "confirmed",
        OrderStatus.Released => "released",
        OrderStatus.Expired => "expired",
        OrderStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
