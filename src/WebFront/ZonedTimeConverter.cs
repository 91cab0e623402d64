using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.WebFront;

/// <summary>Reads times that say their zone. Without one, .NET would take it for a time of the machine that the front happens to run on.</summary>
internal sealed class ZonedTimeConverter : JsonConverter<DateTimeOffset>
{
    private const int DateLength = 10; // 2030-01-01, whose dashes are no offset.

    /// <exception cref="TimeWithoutZoneException">It is a time without a zone, or a date.</exception>
    /// <exception cref="JsonException">It is no time.</exception>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var time))
            throw new JsonException();
        return HasZone(reader.GetString()!) ? time : throw new TimeWithoutZoneException();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static bool HasZone(string time) => time.AsSpan(DateLength).ContainsAny('Z', '+', '-');
}
