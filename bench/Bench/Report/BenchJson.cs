using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>How a <see cref="BenchReport"/> is kept. A figure that could not be read is <c>"NaN"</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
