using System.Text.Json.Serialization;
using FlashFlow.Infrastructure.Postgres;

namespace FlashFlow.WebFront.Operators.Orders;

/// <summary>Something that happened to an order.</summary>
/// <param name="Seq">The number of the transition in its sale.</param>
/// <param name="At">When, by the ledger's clock.</param>
/// <param name="Kind">
/// <c>held</c> or <c>sold</c>, the first of an order, then <c>confirmed</c>, <c>reinstated</c>, <c>refused</c>, <c>released</c>, <c>expired</c>, <c>extended</c> or <c>cancelled</c>.
/// </param>
/// <param name="By">The name of the key that asked for it; null for a shopper, and for what happened by itself.</param>
/// <param name="Details">What else is known of it.</param>
public sealed record OrderEventView(long Seq, DateTimeOffset At, string Kind, string? By, OrderEventDetails Details)
{
    /// <summary>The event by which the order was held or sold.</summary>
    public static OrderEventView First(ReportedOrder order) => new(
        order.Order.Position, order.AcceptedAt, order.Order.State?.HeldAt is null ? "sold" : "held", By: null, new() { Units = order.Order.Quantity });

    /// <summary>A later one.</summary>
    public static OrderEventView Of(ReportedEvent happened) => new(
        happened.Seq,
        happened.At,
        happened.Kind,
        happened.Details?.By,
        new()
        {
            Deadline = happened.Details?.Deadline,
            PaymentRef = happened.Details?.Payment,
            Cancelled = happened.Details?.Cancelled,
            Units = happened.Details?.Units,
            Key = happened.Details?.Key,
        });
}

/// <summary>What is known of an event of an order beside its kind; what does not concern it is left out.</summary>
public sealed record OrderEventDetails
{
    /// <summary>The hold's new deadline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The payment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PaymentRef { get; init; }

    /// <summary>Units of the order that are cancelled by then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Cancelled { get; init; }

    /// <summary>Units that were held or sold by it, or are for sale again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Units { get; init; }

    /// <summary>The Idempotency-Key under which units were cancelled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }
}
