namespace FlashFlow.Core.Buying;

/// <summary>How an order stands at one moment.</summary>
public sealed record OrderState
{
    /// <summary>An order that was sold at once, and to which nothing has happened since.</summary>
    public static readonly OrderState Sold = new() { Status = OrderStatus.Confirmed };

    /// <summary>Where it stands.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>When the hold expires, or has, by the ledger's clock; null for an order that was never held.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The deadline with which the hold began, where it was given a later one; null where <see cref="ExpiresAt"/> is that deadline.</summary>
    public DateTimeOffset? FirstExpiresAt { get; init; }

    /// <summary>When the hold began; null for an order that was never held.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>Units of it that were cancelled.</summary>
    public int Cancelled { get; init; }

    /// <summary>What it costs, in minor units of <see cref="Currency"/>; 0 for an order that was never held.</summary>
    public long Amount { get; init; }

    /// <summary>ISO 4217; empty where the sale says none.</summary>
    public string Currency { get; init; } = "";

    /// <summary>The payment that confirmed it; null before, and for an order that was never held.</summary>
    public string? PaymentRef { get; init; }

    /// <summary>The order of several lines that it is a part of; null for an order of its own, and where only the store knows it.</summary>
    public Guid? CartId { get; init; }

    /// <summary>The moment, by the ledger's clock; the default where nobody asked the ledger.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>It was confirmed after its deadline, since its units were still free.</summary>
    public bool IsReinstated { get; init; }

    /// <summary>It expired, and its payment came late and was refused for good (G9).</summary>
    public bool IsRefused { get; init; }

    /// <summary>The same at a later moment: a hold has expired from its deadline on.</summary>
    public OrderState At(DateTimeOffset now) =>
        this with { AsOf = now, Status = Status == OrderStatus.Held && now >= ExpiresAt ? OrderStatus.Expired : Status };
}
