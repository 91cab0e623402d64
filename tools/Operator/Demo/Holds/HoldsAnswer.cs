namespace FlashFlow.Operator.Demo.Holds;

/// <summary>What the calls of the demo are answered with, as far as it looks at that.</summary>
internal sealed record HoldsAnswer
{
    public long Epoch { get; init; }

    public Guid OrderId { get; init; }

    public string? Status { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public long Amount { get; init; }

    public string? Currency { get; init; }

    public string? PaymentRef { get; init; }

    public bool Reinstated { get; init; }
}
