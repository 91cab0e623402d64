using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Buying;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>How an order's state stands in the column orders.state, which is NULL for an order that was sold at once: members with usual values are left out.</summary>
internal sealed record OrderStateJson
{
    // As many letters for every moment, so that SQL finds the later of two by comparing texts.
    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public required string Status { get; init; }

    public string? ExpiresAt { get; init; }

    public string? FirstExpiresAt { get; init; }

    public string? HeldAt { get; init; }

    public long Amount { get; init; }

    public string? Currency { get; init; }

    public string? PaymentRef { get; init; }

    public bool Reinstated { get; init; }

    public bool Refused { get; init; }

    public int Cancelled { get; init; }

    public Guid? Cart { get; init; }

    /// <summary>Only later transitions of the order are stored, and not the one by which it was held or sold.</summary>
    public bool Partial { get; init; }

    /// <summary>Writes a state; null for an order that was sold at once and to which nothing has happened since.</summary>
    public static string? Write(OrderState? state, bool isPartial) => state is null ? null : JsonSerializer.Serialize(
        new()
        {
            Status = state.Status.ToString().ToLowerInvariant(),
            ExpiresAt = Text(state.ExpiresAt),
            FirstExpiresAt = Text(state.FirstExpiresAt),
            HeldAt = Text(state.HeldAt),
            Amount = state.Amount,
            Currency = state.Currency.Length == 0 ? null : state.Currency,
            PaymentRef = state.PaymentRef,
            Reinstated = state.IsReinstated,
            Refused = state.IsRefused,
            Cancelled = state.Cancelled,
            Cart = state.CartId,
            Partial = isPartial,
        },
        OrderStateJsonContext.Default.OrderStateJson);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static (OrderState State, bool IsPartial) Read(string json)
    {
        var read = JsonSerializer.Deserialize(json, OrderStateJsonContext.Default.OrderStateJson)!;
        var state = new OrderState
        {
            Status = Enum.Parse<OrderStatus>(read.Status, ignoreCase: true),
            ExpiresAt = Time(read.ExpiresAt),
            FirstExpiresAt = Time(read.FirstExpiresAt),
            HeldAt = Time(read.HeldAt),
            Amount = read.Amount,
            Currency = read.Currency ?? "",
            PaymentRef = read.PaymentRef,
            IsReinstated = read.Reinstated,
            IsRefused = read.Refused,
            Cancelled = read.Cancelled,
            CartId = read.Cart,
        };
        return (state, read.Partial);
    }

    private static string? Text(DateTimeOffset? moment) => moment?.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.ParseExact(text, Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(OrderStateJson))]
internal sealed partial class OrderStateJsonContext : JsonSerializerContext;
