namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Which orders of a sale are looked for.</summary>
/// <param name="Epoch">The sale.</param>
/// <param name="After">Those after this position, from 0.</param>
/// <param name="Limit">As many at most.</param>
public sealed record OrderSearch(long Epoch, long After, int Limit)
{
    /// <summary>Those of this shopper; null: of all.</summary>
    public string? ShopperId { get; init; }

    /// <summary>The one that this payment confirmed; null: whatever confirmed them.</summary>
    public string? PaymentRef { get; init; }
}
