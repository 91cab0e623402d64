using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace FlashFlow.Grains;

/// <summary>Writes grain state as plain JSON without names of types, so that it can be read by people, and by later versions of the code.</summary>
public sealed class JsonStateSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, Options)!;
}
