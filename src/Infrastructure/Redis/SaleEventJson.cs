using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Sales;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>An operator's change as the ledger's note of it.</summary>
[JsonSerializable(typeof(SaleEvent))]
internal sealed partial class SaleEventJson : JsonSerializerContext
{
    public static string Write(SaleEvent? what) => what is null ? "" : JsonSerializer.Serialize(what, Default.SaleEvent);

    public static SaleEvent Read(string? note) => JsonSerializer.Deserialize(note!, Default.SaleEvent)!;
}
