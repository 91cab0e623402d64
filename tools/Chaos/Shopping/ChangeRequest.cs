namespace FlashFlow.Chaos.Shopping;

/// <summary>A request that changes an order.</summary>
/// <param name="Kind">The last part of its address.</param>
/// <param name="Body">JSON, or nothing.</param>
/// <param name="Key">The idempotency key, where it takes one.</param>
internal sealed record ChangeRequest(string Kind, string? Body = null, string? Key = null)
{
    public static readonly ChangeRequest Release = new("release");

    public static readonly ChangeRequest Extend = new("extend");

    public static ChangeRequest Confirm(string paymentRef, int units) =>
        new("confirm", $$"""{"paymentRef":"{{paymentRef}}","amount":{{units * ChaosProduct.Price}},"currency":"{{ChaosProduct.Currency}}"}""");

    public static ChangeRequest Cancel(int units, string key) => new("cancel", $$"""{"quantity":{{units}}}""", key);
}
