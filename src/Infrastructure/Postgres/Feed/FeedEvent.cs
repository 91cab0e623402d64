using System.Text.Json.Serialization;

namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>
/// One transition of a sale as the feed and webhooks tell it (G10). It never changes once it was told. What does not concern it is left out.
/// Members may be added, never renamed.
/// </summary>
public sealed record FeedEvent
{
    /// <summary>In the feed of all sales: the cursor after which to go on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary><c>order.</c> or <c>sale.</c>, and what happened to it: one of <see cref="FeedEventTypes.All"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>Number of the sale.</summary>
    public required long Epoch { get; init; }

    /// <summary>Number of the transition in its sale; 0 is the start, and each is one more than the one before.</summary>
    public required long Seq { get; init; }

    /// <summary>The last of several numbers that are missing for good, from <see cref="Seq"/> on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ToSeq { get; init; }

    /// <summary>When, by the ledger's clock; of a start and of a gap by the database's.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? OrderId { get; init; }

    /// <summary>The order of several lines that the order is a part of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? CartId { get; init; }

    /// <summary>The order's place in its sale: the number of its first transition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Position { get; init; }

    /// <summary>Who bought; left out of an order of an anonymous shopper.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShopperId { get; init; }

    /// <summary>Units that were ordered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Quantity { get; init; }

    /// <summary>How the order stands by it: <c>held</c>, <c>confirmed</c>, <c>released</c>, <c>expired</c> or <c>cancelled</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>What an order that was held costs, in minor units of the currency.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Amount { get; init; }

    /// <summary>ISO 4217.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>The deadline with which a hold begins, or that it is given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The payment that confirmed the order, or that was refused for good.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PaymentRef { get; init; }

    /// <summary>Units of the order that are cancelled by then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Cancelled { get; init; }

    /// <summary>Units for sale by it: those at the start, those that were added, or those that are for sale again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Units { get; init; }

    /// <summary>The name of the key that asked for it; left out for a shopper, and for what happened by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>Where it stands in the feed of all sales.</summary>
    [JsonIgnore]
    public FeedCursor Cursor { get; init; }

    /// <summary>The last number that it tells of.</summary>
    [JsonIgnore]
    public long LastSeq => ToSeq ?? Seq;
}
