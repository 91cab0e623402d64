using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Operator.Dead;

/// <summary>What <c>dead list --json</c> prints: an array of <see cref="LetterRow"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(IEnumerable<LetterRow>))]
internal sealed partial class DeadJson : JsonSerializerContext;
