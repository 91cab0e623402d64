using System.Text.Json.Serialization;
using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Draining;

/// <summary>One thing that happened to an order after it was held or sold, or to its sale.</summary>
public sealed record Transition
{
    /// <summary>What happened.</summary>
    [JsonPropertyName("kind")]
    public required TransitionKind Kind { get; init; }

    /// <summary>The order; null where it happened to the sale.</summary>
    [JsonPropertyName("order")]
    public Guid? OrderId { get; init; }

    /// <summary>The number of the order's first transition; 0 where it happened to the sale.</summary>
    [JsonPropertyName("position")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Position { get; init; }

    /// <summary>Units of the order; 0 where it happened to the sale.</summary>
    [JsonPropertyName("quantity")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Quantity { get; init; }

    /// <summary>The hold's new deadline, in milliseconds since 1970 (UTC), where it was extended.</summary>
    [JsonPropertyName("deadline")]
    public long? DeadlineMilliseconds { get; init; }

    /// <summary>The same as a moment.</summary>
    [JsonIgnore]
    public DateTimeOffset? Deadline => DeadlineMilliseconds is { } deadline ? DateTimeOffset.FromUnixTimeMilliseconds(deadline) : null;

    /// <summary>The payment that confirmed the order, or was refused.</summary>
    [JsonPropertyName("payment")]
    public string? PaymentRef { get; init; }

    /// <summary>Units of the order that are cancelled by now.</summary>
    [JsonPropertyName("cancelled")]
    public int? Cancelled { get; init; }

    /// <summary>Units that are for sale again, or for the first time, by it; 0 for cancelled units that wait.</summary>
    [JsonPropertyName("units")]
    public int? Units { get; init; }

    /// <summary>The name of the key that asked for it; null where nobody did, or a shopper.</summary>
    [JsonPropertyName("by")]
    public string? By { get; init; }

    /// <summary>The key under which units were cancelled.</summary>
    [JsonPropertyName("key")]
    public string? Key { get; init; }

    /// <summary>The units that were asked for under <see cref="Key"/>, empty for all that were left.</summary>
    [JsonPropertyName("asked")]
    public string? Asked { get; init; }

    /// <summary>How the order stands by it, as far as it tells: what it leaves at its usual value stays as it was before. Null where it happened to the sale.</summary>
    public OrderState? ToState() => Kind switch
    {
        TransitionKind.Confirmed => new() { Status = OrderStatus.Confirmed, PaymentRef = PaymentRef },
        TransitionKind.Reinstated => new() { Status = OrderStatus.Confirmed, PaymentRef = PaymentRef, IsReinstated = true },
        TransitionKind.Refused => new() { Status = OrderStatus.Expired, IsRefused = true },
        TransitionKind.Released => new() { Status = OrderStatus.Released },
        TransitionKind.Expired => new() { Status = OrderStatus.Expired },
        TransitionKind.Extended => new() { Status = OrderStatus.Held, ExpiresAt = Deadline },
        TransitionKind.Cancelled => new() { Status = Cancelled >= Quantity ? OrderStatus.Cancelled : OrderStatus.Confirmed, Cancelled = Cancelled ?? 0 },
        _ => null,
    };
}
