using Stripe;

namespace FlashFlow.WebFront.Payments;

/// <summary>A payment of an order, as Stripe tells of it.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="OrderId">The order that was paid for.</param>
/// <param name="Reference">The payment intent's id.</param>
/// <param name="Amount">What may be captured, or was, in minor units of the currency.</param>
/// <param name="Currency">ISO 4217, in capital letters.</param>
/// <param name="IsCaptured">The money was taken already; otherwise it is authorised.</param>
public sealed record ReportedPayment(string ProductId, Guid OrderId, string Reference, long Amount, string Currency, bool IsCaptured)
{
    private const string ProductIdMember = "productId";
    private const string OrderIdMember = "orderId";

    /// <summary>The payment of an order that the event tells of; null where it tells of something else.</summary>
    public static ReportedPayment? Find(Event told) => (told.Type, told.Data?.Object) switch
    {
        (EventTypes.PaymentIntentAmountCapturableUpdated, PaymentIntent { AmountCapturable: > 0 } intent) => Of(intent, intent.AmountCapturable, isCaptured: false),
        (EventTypes.PaymentIntentSucceeded, PaymentIntent intent) => Of(intent, intent.AmountReceived, isCaptured: true),
        _ => null,
    };

    // A Stripe account has other payments, too: those without an order's name are none of ours.
    private static ReportedPayment? Of(PaymentIntent intent, long amount, bool isCaptured) =>
        intent.Metadata is { } metadata
        && metadata.TryGetValue(ProductIdMember, out var productId) && Identifiers.IsProductId(productId)
        && metadata.TryGetValue(OrderIdMember, out var text) && Guid.TryParseExact(text, "D", out var orderId)
        && Identifiers.IsIdempotencyKey(intent.Id)
            ? new(productId, orderId, intent.Id, amount, (intent.Currency ?? "").ToUpperInvariant(), isCaptured)
            : null;
}
