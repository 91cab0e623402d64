using System.Text.Json;

namespace FlashFlow.Load;

/// <summary>Finds one text in a JSON answer without reading the rest into objects.</summary>
internal static class JsonMember
{
    /// <returns>The member's text; null when <paramref name="json"/> is no object that has it.</returns>
    public static string? Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals(name);
                reader.Read();
                if (isIt)
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // No JSON, no member.
        }

        return null;
    }
}
