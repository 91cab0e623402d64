using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Operator.Demo;

/// <summary>The sale that <c>POST /init</c> started.</summary>
internal sealed record DemoSale
{
    public required string ProductId { get; init; }

    public required long Epoch { get; init; }

    public required int Stock { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DemoSale))]
internal sealed partial class DemoJson : JsonSerializerContext;
