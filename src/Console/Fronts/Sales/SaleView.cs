using System.Text.Json.Serialization;

namespace FlashFlow.Console.Fronts.Sales;

/// <summary>A sale as the front shows it to operators.</summary>
public sealed record SaleView
{
    /// <summary>State of a sale that is over.</summary>
    public const string ClosedState = "closed";

    /// <summary>State of one whose product has left the list.</summary>
    public const string ArchivedState = "archived";

    /// <summary>State of a sale that sells nothing until it is resumed.</summary>
    public const string PausedState = "paused";

    /// <summary>State of a sale that lost data.</summary>
    public const string SuspendedState = "suspended";

    public required string ProductId { get; init; }

    public long Epoch { get; init; }

    public string Name { get; init; } = "";

    public string State { get; init; } = "";

    public long Initial { get; init; }

    public long Added { get; init; }

    public long Remaining { get; init; }

    public long Accepted { get; init; }

    public long Orders { get; init; }

    public long Held { get; init; }

    public long Sold { get; init; }

    public long Returned { get; init; }

    public decimal Price { get; init; }

    public string? Currency { get; init; }

    /// <summary>Most units one shopper may buy; null for no limit.</summary>
    public int? LimitPerShopper { get; init; }

    public int HoldSeconds { get; init; }

    public int HoldMaxSeconds { get; init; }

    public int ReturnAfterSeconds { get; init; }

    public DateTimeOffset? OpensAt { get; init; }

    public DateTimeOffset? ClosesAt { get; init; }

    public DateTimeOffset? CancelUntil { get; init; }

    /// <summary>The family whose products are bought together; null for none.</summary>
    public string? Family { get; init; }

    /// <summary>What a bundle is made of: units of each product; null for a product with a stock.</summary>
    public IReadOnlyDictionary<string, int>? Components { get; init; }

    /// <summary>The line before it; null for none.</summary>
    public RoomTerms? Room { get; init; }

    /// <summary>When it was so, by the ledger's clock.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Why nothing is sold of it; null unless it lost data.</summary>
    public string? Suspended { get; init; }

    /// <summary>Whether it is over, archived or not.</summary>
    [JsonIgnore]
    public bool IsClosed => State == ClosedState || IsArchived;

    [JsonIgnore]
    public bool IsArchived => State == ArchivedState;

    [JsonIgnore]
    public bool IsPaused => State == PausedState;

    [JsonIgnore]
    public bool IsSuspended => Suspended is not null || State == SuspendedState;
}
