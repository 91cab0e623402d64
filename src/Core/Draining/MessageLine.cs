using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FlashFlow.Core.Draining;

/// <summary>Reads a line of a message as what it is meant to be.</summary>
internal static class MessageLine
{
    /// <summary>Reads the JSON form.</summary>
    /// <param name="json">The line.</param>
    /// <param name="form">How it is read.</param>
    /// <param name="what">What it is meant to be, in words.</param>
    /// <param name="findDefect">Why it is none, though it can be read; null when it is one.</param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> form, string what, Func<T, string?> findDefect)
        where T : class
    {
        T? read;
        try
        {
            read = JsonSerializer.Deserialize(json, form);
        }
        catch (JsonException failure)
        {
            throw new FormatException($"Not {what}: {failure.Message}", failure);
        }

        var defect = read is null ? "it is null" : findDefect(read);
        return defect is null ? read! : throw new FormatException($"Not {what}: {defect}.");
    }
}
