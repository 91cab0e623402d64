using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Core.Draining;

/// <summary>
/// Transitions of one sale, other than the first of an order, with numbers that follow each other. As JSON, a line of a message beside those
/// of <see cref="OrderBatch"/>:
/// <c>{"transitions":1,"product":"phone","epoch":7,"first":102,"at":1795334400123,"events":[{"kind":"expired","order":"..","position":7,"quantity":1}]}</c>.
/// </summary>
public sealed record TransitionBatch
{
    /// <summary>The version of the JSON form that is written and read here.</summary>
    public const int CurrentVersion = 1;

    private static readonly LineForm<TransitionBatch> Form = new(TransitionBatchJson.Default.TransitionBatch, "a batch of transitions", batch => batch.FindDefect());

    /// <summary>The version of the JSON form. Its name tells such a line from one of orders.</summary>
    [JsonPropertyName("transitions")]
    public required int Version { get; init; }

    /// <summary>The product.</summary>
    [JsonPropertyName("product")]
    public required string ProductId { get; init; }

    /// <summary>The sale.</summary>
    [JsonPropertyName("epoch")]
    public required long Epoch { get; init; }

    /// <summary>Number of the first transition in its sale, at least 1; the others follow.</summary>
    [JsonPropertyName("first")]
    public required long FirstSeq { get; init; }

    /// <summary>When they happened, by the ledger's clock, in milliseconds since 1970 (UTC).</summary>
    [JsonPropertyName("at")]
    public required long AtMilliseconds { get; init; }

    /// <summary>What happened, in its order.</summary>
    [JsonPropertyName("events")]
    public required Transition[] Events { get; init; }

    /// <summary>How many.</summary>
    [JsonIgnore]
    public int Count => Events.Length;

    /// <summary>When they happened, by the ledger's clock.</summary>
    [JsonIgnore]
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(AtMilliseconds);

    /// <summary>A batch of the transition at <paramref name="index"/> alone.</summary>
    public TransitionBatch TransitionAt(int index) => this with { FirstSeq = FirstSeq + index, Events = [Events[index]] };

    /// <summary>Writes the JSON form.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, TransitionBatchJson.Default.TransitionBatch);

    /// <summary>Whether a line is meant to be of transitions, whole or broken.</summary>
    public static bool IsMeantBy(ReadOnlySpan<byte> json) => json.StartsWith("{\"transitions\":"u8);

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="FormatException">It is not a batch of transitions; the message says why.</exception>
    public static TransitionBatch Parse(ReadOnlySpan<byte> json) => Form.Parse(json);

    /// <summary>Reads the JSON form; null when it is not a batch of transitions.</summary>
    public static TransitionBatch? TryParse(ReadOnlySpan<byte> json) => Form.TryParse(json);

    // What a single transition can get wrong is the store's to refuse, so that the others of its batch are kept.
    private string? FindDefect() => this switch
    {
        { Version: not CurrentVersion } => $"version {Version} is not {CurrentVersion}",
        _ when !Identifiers.IsProductId(ProductId) => "the product id is not one",
        { Epoch: < 1 } => $"epoch {Epoch} is less than 1",
        { FirstSeq: < 1 } => $"number {FirstSeq} is less than 1",
        { AtMilliseconds: < 0 or > OrderBatch.MaxMilliseconds } => $"time {AtMilliseconds} is not before the year 10000",
        { Count: 0 } => "it has no transitions",
        _ when Array.Exists(Events, transition => transition is null) => "a transition is null",
        _ when Array.Exists(Events, transition => transition.DeadlineMilliseconds is < 0 or > OrderBatch.MaxMilliseconds) =>
            "a deadline is not before the year 10000",
        _ => null,
    };
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransitionBatch))]
internal sealed partial class TransitionBatchJson : JsonSerializerContext;
