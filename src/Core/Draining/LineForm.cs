using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FlashFlow.Core.Draining;

/// <summary>A kind of line that a message may have.</summary>
/// <param name="json">Its JSON form.</param>
/// <param name="what">What it is, in words.</param>
/// <param name="findDefect">Why a line is none, though it can be read; null when it is one.</param>
internal sealed class LineForm<T>(JsonTypeInfo<T> json, string what, Func<T, string?> findDefect)
    where T : class
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is none of this kind; the message says why.</exception>
    public T Parse(ReadOnlySpan<byte> line)
    {
        T? read;
        try
        {
            read = JsonSerializer.Deserialize(line, json);
        }
        catch (JsonException failure)
        {
            throw new FormatException($"Not {what}: {failure.Message}", failure);
        }

        var defect = read is null ? "it is null" : findDefect(read);
        return defect is null ? read! : throw new FormatException($"Not {what}: {defect}.");
    }

    /// <summary>Reads a line; null when it is none of this kind.</summary>
    public T? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            return Parse(line);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
