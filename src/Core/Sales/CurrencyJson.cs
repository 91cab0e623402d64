using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Core.Sales;

/// <summary>A currency as its code.</summary>
public sealed class CurrencyJson : JsonConverter<Currency>
{
    /// <inheritdoc/>
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Currency.Find(reader.GetString() ?? "") ?? throw new JsonException("It is no currency of ISO 4217.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
}
