using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Core.Draining;

/// <summary>
/// Orders of one sale that were accepted together, with positions that follow each other, in columns as they are stored.
/// As JSON it is what lies in the outbox, travels through the broker and ends, if it must, as a dead letter:
/// <c>{"v":1,"product":"phone","epoch":7,"first":101,"at":1795334400123,"ids":[..],"shoppers":[..],"quantities":[..]}</c>.
/// Orders that are held have version 2, so that no earlier version of a drain takes them for sold, and beside it
/// <c>"until":1795334520123,"price":49990,"currency":"EUR"</c>. A part of an order of several lines has version 3, and
/// <c>"cart":".."</c> beside all that, and <c>"amount":49990</c> where it costs something else than its units do.
/// </summary>
public sealed record OrderBatch
{
    /// <summary>The version of the JSON form of orders that were sold at once.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the JSON form of orders that are held.</summary>
    public const int HeldVersion = 2;

    /// <summary>The version of the JSON form of a part of an order of several lines, held or not.</summary>
    public const int CartVersion = 3;

    internal const long MaxMilliseconds = 253_402_300_799_999;

    private static readonly LineForm<OrderBatch> Form = new(OrderBatchJson.Default.OrderBatch, "a batch of orders", batch => batch.FindDefect());

    /// <summary>The version of the JSON form.</summary>
    [JsonPropertyName("v")]
    public required int Version { get; init; }

    /// <summary>The product sold.</summary>
    [JsonPropertyName("product")]
    public required string ProductId { get; init; }

    /// <summary>The sale.</summary>
    [JsonPropertyName("epoch")]
    public required long Epoch { get; init; }

    /// <summary>Position of the first order in its sale, at least 1; the others follow.</summary>
    [JsonPropertyName("first")]
    public required long FirstPosition { get; init; }

    /// <summary>When the ledger accepted them, by its clock, in milliseconds since 1970 (UTC).</summary>
    [JsonPropertyName("at")]
    public required long AcceptedAtMilliseconds { get; init; }

    /// <summary>Until when they are held, in milliseconds since 1970 (UTC); null for orders that were sold at once.</summary>
    [JsonPropertyName("until")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? HeldUntilMilliseconds { get; init; }

    /// <summary>What one unit of a held order costs, in minor units of <see cref="Currency"/>.</summary>
    [JsonPropertyName("price")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long PriceInMinorUnits { get; init; }

    /// <summary>ISO 4217; empty where the sale says none, null for orders that were sold at once.</summary>
    [JsonPropertyName("currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>The order of several lines that its only order is a part of.</summary>
    [JsonPropertyName("cart")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? CartId { get; init; }

    /// <summary>What its only order costs, held and a part of a bundle, in minor units; null: what its units cost.</summary>
    [JsonPropertyName("amount")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Amount { get; init; }

    /// <summary>The order ids.</summary>
    [JsonPropertyName("ids")]
    public required Guid[] OrderIds { get; init; }

    /// <summary>Who bought, per order; empty for an anonymous shopper.</summary>
    [JsonPropertyName("shoppers")]
    public required string[] ShopperIds { get; init; }

    /// <summary>Units, per order.</summary>
    [JsonPropertyName("quantities")]
    public required int[] Quantities { get; init; }

    /// <summary>How many orders.</summary>
    [JsonIgnore]
    public int Count => OrderIds.Length;

    /// <summary>When the ledger accepted them, by its clock.</summary>
    [JsonIgnore]
    public DateTimeOffset AcceptedAt => DateTimeOffset.FromUnixTimeMilliseconds(AcceptedAtMilliseconds);

    /// <summary>Until when they are held, by the ledger's clock; null for orders that were sold at once.</summary>
    [JsonIgnore]
    public DateTimeOffset? HeldUntil => HeldUntilMilliseconds is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null;

    /// <summary>A batch of the order at <paramref name="index"/> alone.</summary>
    public OrderBatch OrderAt(int index) => this with
    {
        FirstPosition = FirstPosition + index,
        OrderIds = [OrderIds[index]],
        ShopperIds = [ShopperIds[index]],
        Quantities = [Quantities[index]],
    };

    /// <summary>Writes the JSON form.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, OrderBatchJson.Default.OrderBatch);

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="FormatException">It is not a batch of orders; the message says why.</exception>
    public static OrderBatch Parse(ReadOnlySpan<byte> json) => Form.Parse(json);

    /// <summary>Reads the JSON form; null when it is not a batch of orders.</summary>
    public static OrderBatch? TryParse(ReadOnlySpan<byte> json) => Form.TryParse(json);

    // What a single order can get wrong (a quantity of 0, say) is the store's to refuse, so that the others of its batch are kept.
    private string? FindDefect() => this switch
    {
        { Version: not (CurrentVersion or HeldVersion or CartVersion) } => $"version {Version} is not from {CurrentVersion} to {CartVersion}",
        _ when (Version == CartVersion) != (CartId is not null) || (CartId is not null && Count != 1) =>
            $"version {CartVersion}, and no other, names a cart that its only order is a part of",
        _ when HeldUntilMilliseconds is not null != (Currency is not null)
            || (Version == CurrentVersion && Currency is not null) || (Version == HeldVersion && Currency is null) =>
            $"version {HeldVersion}, and not {CurrentVersion}, says until when its orders are held",
        { HeldUntilMilliseconds: < 0 or > MaxMilliseconds } => $"time {HeldUntilMilliseconds} is not before the year 10000",
        _ when !Identifiers.IsProductId(ProductId) => "the product id is not one",
        { Epoch: < 1 } => $"epoch {Epoch} is less than 1",
        { FirstPosition: < 1 } => $"position {FirstPosition} is less than 1",
        { AcceptedAtMilliseconds: < 0 or > MaxMilliseconds } => $"time {AcceptedAtMilliseconds} is not before the year 10000",
        { Count: 0 } => "it has no orders",
        _ when ShopperIds.Length != Count || Quantities.Length != Count =>
            $"{Count} ids, {ShopperIds.Length} shoppers and {Quantities.Length} quantities do not match",
        _ when ShopperIds.Contains(null) => "a shopper id is null",
        _ => null,
    };
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OrderBatch))]
internal sealed partial class OrderBatchJson : JsonSerializerContext;
