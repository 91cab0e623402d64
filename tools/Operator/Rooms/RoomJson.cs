using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Operator.Rooms;

/// <summary>What a front publishes of a draw.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DrawProof))]
internal sealed partial class RoomJson : JsonSerializerContext;
