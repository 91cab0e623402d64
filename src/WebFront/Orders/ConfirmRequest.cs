namespace FlashFlow.WebFront.Orders;

/// <summary>The body of a confirm: what was paid.</summary>
/// <param name="PaymentRef">The payment's id at its provider, 1 to 255 visible ASCII characters.</param>
/// <param name="Amount">What was paid, in minor units of the currency as payment providers count: 49990 for 499.90 EUR.</param>
/// <param name="Currency">ISO 4217, in capital letters; absent for an order of a sale that says none.</param>
public sealed record ConfirmRequest(string PaymentRef, long? Amount, string? Currency = null)
{
    /// <summary>What names a payment.</summary>
    public static readonly string PaymentRefRule = $"A paymentRef has 1 to {Identifiers.MaxKeyLength} visible ASCII characters.";

    private const int CodeLength = 3;

    /// <summary>Why no payment can be like this; null when one can.</summary>
    public string? FindDefect() => this switch
    {
        _ when !Identifiers.IsIdempotencyKey(PaymentRef) => PaymentRefRule,
        { Amount: null } => "The amount must be said, in minor units of the currency.",
        { Currency: { } code } when code.Length != CodeLength || !code.All(char.IsAsciiLetterUpper) =>
            "The currency must have the three capital letters of ISO 4217.",
        _ => null,
    };

    /// <summary>What is asked of the order.</summary>
    public OrderChange ToChange() => new OrderChange.Confirm(PaymentRef, Amount ?? 0, Currency ?? "");
}
