using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Auditing;

namespace FlashFlow.Operator.Audit;

/// <summary>What <c>audit --json</c> prints: an array of <see cref="Books"/>, as <c>GET /products/{id}/audit</c> answers it; with <c>--total</c> one object.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Books>))]
[JsonSerializable(typeof(AuditTotals))]
internal sealed partial class AuditJson : JsonSerializerContext;
