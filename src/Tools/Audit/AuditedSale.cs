using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Auditing;

namespace FlashFlow.Tools.Audit;

/// <summary>One sale in <c>audit --json</c>. Scripts read it: members may be added, never renamed.</summary>
internal sealed record AuditedSale(
    string ProductId,
    long Epoch,
    bool IsCurrent,
    long Initial,
    long Added,
    long Remaining,
    Tally Accepted,
    Tally Outbox,
    Tally InFlight,
    Tally Stored,
    Tally Dead,
    bool Balanced,
    string? Imbalance)
{
    /// <summary>The JSON of these sales, an array in their order.</summary>
    public static string ToJson(IEnumerable<Books> books) =>
        JsonSerializer.Serialize([.. books.Select(Of)], AuditJson.Default.AuditedSaleArray);

    private static AuditedSale Of(Books books) => new(
        books.ProductId,
        books.Epoch,
        books.IsCurrent,
        books.Initial,
        books.Added,
        books.Remaining,
        books.Accepted,
        books.Outbox,
        books.InFlight,
        books.Stored,
        books.Dead,
        books.IsBalanced,
        books.Imbalance);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(AuditedSale[]))]
internal sealed partial class AuditJson : JsonSerializerContext;
