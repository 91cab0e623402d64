using System.ComponentModel.DataAnnotations;

namespace FlashFlow.WebFront.Payments;

/// <summary>What is agreed with Stripe. Section <c>FlashFlow:Stripe</c>.</summary>
public sealed record StripeOptions
{
    /// <summary>The secret of the webhook (<c>whsec_...</c>), with which Stripe signs what it tells. Empty: there is no <c>POST /webhooks/stripe</c>.</summary>
    [RegularExpression(".{16,}", ErrorMessage = "The field WebhookSecret must have at least 16 characters, or be empty.")]
    public string? WebhookSecret { get; init; }

    /// <summary>
    /// The key with which payments that have no unit are cancelled or refunded; a restricted one that may write PaymentIntents and refunds
    /// will do. Empty: they are not, and the answer and the log say what the shop must do.
    /// </summary>
    [RegularExpression(".{16,}", ErrorMessage = "The field ApiKey must have at least 16 characters, or be empty.")]
    public string? ApiKey { get; init; }

    /// <summary>How far the time in a signature may be from the front's clock, in seconds: what was recorded cannot be sent again later.</summary>
    [Range(1, 3_600)]
    public int ToleranceSeconds { get; init; } = 300;
}
