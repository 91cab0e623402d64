using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Infrastructure.Access;

/// <summary>
/// A file of named keys: a JSON array of <c>{"name", "role", "sha256"}</c>, as the settings <c>FlashFlow:Front:Keys</c> have them. It holds
/// hashes, so who reads it knows no key.
/// </summary>
public static class KeyFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Reads a file, whole or not at all.</summary>
    /// <param name="json">What the file holds.</param>
    /// <param name="others">Keys that stand elsewhere, with which none of the file may be mistaken.</param>
    /// <exception cref="InvalidDataException">It is no file of keys, or one of them is wrong; the message is a sentence.</exception>
    public static IReadOnlyList<NamedKey> Read(ReadOnlySpan<byte> json, IReadOnlyList<NamedKey> others)
    {
        NamedKey[] keys;
        try
        {
            keys = JsonSerializer.Deserialize(json, KeyFileJson.Default.NamedKeyArray) ?? throw new JsonException();
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException(
                $$"""It must be a JSON array of keys such as [{"name": "webshop", "role": "shop", "sha256": "..."}], and is not: see line {{failure.LineNumber + 1}}.""", failure);
        }

        List<NamedKey> known = [.. others];
        foreach (var (index, key) in keys.Index())
        {
            if (key is null)
                throw new InvalidDataException($"Key {index + 1} of it is null.");
            if (NamedKeys.FindDefect(key, known) is { } defect)
                throw new InvalidDataException($"Key {index + 1} of it, {defect.Member}: {defect.Sentence}");
            known.Add(key);
        }

        return keys;
    }

    /// <summary>A file that holds these keys.</summary>
    public static byte[] Write(IEnumerable<NamedKey> keys) => [.. JsonSerializer.SerializeToUtf8Bytes(keys.ToArray(), KeyFileJson.Default.NamedKeyArray), (byte)'\n'];
}

/// <summary>How a file of keys is read and written: a misspelt member is refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    WriteIndented = true)]
[JsonSerializable(typeof(NamedKey[]))]
internal sealed partial class KeyFileJson : JsonSerializerContext;
