using System.Text.Json.Serialization;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.WebFront.Orders;

namespace FlashFlow.WebFront.Operators.Orders;

/// <summary>An order as it is stored, for operators. Members may be added, never renamed.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="OrderId">Its id.</param>
/// <param name="Position">Its place in the sale: pages and exports go on after it.</param>
/// <param name="ShopperId">Who bought; null for an anonymous shopper.</param>
/// <param name="Quantity">Units that were ordered.</param>
/// <param name="Status"><c>held</c>, <c>confirmed</c>, <c>released</c>, <c>expired</c> or <c>cancelled</c>.</param>
/// <param name="Amount">What it costs, in minor units of the currency; null for an order that was sold at once.</param>
/// <param name="Currency">ISO 4217, null where none was said.</param>
/// <param name="PaymentRef">The payment that confirmed it, null where there is none.</param>
/// <param name="Reinstated">Whether it was confirmed after its deadline.</param>
/// <param name="Cancelled">Units of it that were cancelled.</param>
/// <param name="ExpiresAt">When the hold expires, or has; null for any other order.</param>
/// <param name="AcceptedAt">When it was held or sold, by the ledger's clock.</param>
/// <param name="CartId">The order of several lines that it is a part of, left out for none.</param>
public sealed record StoredOrderView(
    string ProductId,
    long Epoch,
    Guid OrderId,
    long Position,
    string? ShopperId,
    int Quantity,
    string Status,
    long? Amount,
    string? Currency,
    string? PaymentRef,
    bool Reinstated,
    int Cancelled,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset AcceptedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? CartId = null)
{
    /// <summary>What happened to it, the earliest first; left out of lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OrderEventView>? Life { get; init; }

    /// <summary>What operators see of an order.</summary>
    public static StoredOrderView Of(ReportedOrder stored)
    {
        var order = stored.Order;
        var seen = OrderView.Of(order.OrderId, order.State ?? OrderState.Sold, showsPayment: true);
        return new(
            stored.ProductId,
            stored.Epoch,
            order.OrderId,
            order.Position,
            order.ShopperId.Length == 0 ? null : order.ShopperId,
            order.Quantity,
            seen.Status,
            seen.Amount,
            seen.Currency,
            seen.PaymentRef,
            seen.Reinstated ?? false,
            seen.Cancelled ?? 0,
            seen.ExpiresAt,
            stored.AcceptedAt,
            order.State?.CartId);
    }
}
