namespace FlashFlow.Console.Fronts.Orders;

/// <summary>An order as the store knows it.</summary>
public sealed record OrderView
{
    public string ProductId { get; init; } = "";

    public long Epoch { get; init; }

    public Guid OrderId { get; init; }

    /// <summary>Its place in the sale.</summary>
    public long Position { get; init; }

    /// <summary>Who bought; null for an anonymous shopper.</summary>
    public string? ShopperId { get; init; }

    public long Quantity { get; init; }

    public string Status { get; init; } = "";

    /// <summary>In minor units of the currency.</summary>
    public long? Amount { get; init; }

    public string? Currency { get; init; }

    public string? PaymentRef { get; init; }

    /// <summary>Confirmed after its deadline.</summary>
    public bool Reinstated { get; init; }

    /// <summary>Units of it that were cancelled.</summary>
    public long Cancelled { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>What happened to it, oldest first; empty in a list.</summary>
    public IReadOnlyList<OrderEvent> Life { get; init; } = [];
}
