using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Core.Sales;

/// <summary>A bundle as JSON: the text of <see cref="Bundle.ToString"/>.</summary>
public sealed class BundleJson : JsonConverter<Bundle>
{
    /// <inheritdoc/>
    public override Bundle? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Bundle.Parse(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Bundle value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
