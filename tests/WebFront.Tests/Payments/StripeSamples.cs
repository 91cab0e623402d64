using System.Globalization;
using System.Security.Cryptography;

namespace FlashFlow.WebFront.Tests.Payments;

/// <summary>Events as Stripe writes them, with no more of a payment intent than says who paid what for which order.</summary>
internal static class StripeSamples
{
    public const string Authorised = "payment_intent.amount_capturable_updated";
    public const string Captured = "payment_intent.succeeded";

    /// <summary>When the sample was signed.</summary>
    public const long SignedAt = 1_893_456_000;

    /// <summary>An event of an authorised payment of 499.90 EUR.</summary>
    public const string Sample =
        """{"id":"evt_sample","object":"event","api_version":"2026-10-28.endive","created":1893456000,"data":{"object":{"id":"pi_sample","object":"payment_intent","amount":49990,"amount_capturable":49990,"amount_received":0,"capture_method":"manual","currency":"eur","metadata":{"productId":"phone-5","orderId":"0190b6a5-1111-7222-8333-444444444444"},"status":"requires_capture"}},"livemode":false,"pending_webhooks":1,"request":{"id":null,"idempotency_key":null},"type":"payment_intent.amount_capturable_updated"}""";

    /// <summary>The header that came with it: HMAC-SHA-256 of time, dot and event, made with openssl.</summary>
    public const string Signature = "t=1893456000,v1=275ca19198d25338194af603b5e4d48fdfdb3767879206cf3fd99ae6bbb8324d";

    /// <summary>An event of a payment.</summary>
    /// <param name="type">What happened.</param>
    /// <param name="metadata">What the payment intent says of itself.</param>
    /// <param name="reference">The payment intent.</param>
    /// <param name="amount">In minor units.</param>
    public static string Of(string type, object? metadata, string reference = "pi_1", long amount = 49_990) => JsonSerializer.Serialize(new
    {
        id = $"evt_{reference}",
        @object = "event",
        api_version = "2025-01-27.acacia",
        type,
        data = new
        {
            @object = new
            {
                id = reference,
                @object = "payment_intent",
                amount_capturable = type == Authorised ? amount : 0,
                amount_received = type == Authorised ? 0 : amount,
                currency = "eur",
                metadata,
            },
        },
    });

    /// <summary>Signs an event (https://docs.stripe.com/webhooks#verify-manually), without Stripe's library, which is to be tested.</summary>
    public static string Sign(string json, DateTimeOffset at, string secret = RunningFront.StripeSecret)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{json}"));
        return $"t={time},v1={Convert.ToHexStringLower(signature)}";
    }
}
