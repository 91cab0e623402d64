using System.Text.Json;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>What a shop heard.</summary>
/// <param name="Status">HTTP status; 0 where there was no whole answer.</param>
/// <param name="Body">The order, or the problem.</param>
internal sealed record ShopAnswer(int Status, JsonElement Body)
{
    /// <summary>No whole answer.</summary>
    public static readonly ShopAnswer None = new(0, default);

    /// <summary>It need not be asked again.</summary>
    public bool IsFinal => Status is not (0 or 503);

    public Guid OrderId => Body.GetProperty("orderId").GetGuid();

    public DateTimeOffset ExpiresAt => Body.GetProperty("expiresAt").GetDateTimeOffset();

    public long Amount => Body.GetProperty("amount").GetInt64();

    public string Currency => Body.GetProperty("currency").GetString()!;

    public string? Code => Text("code");

    public string? Text(string member) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(member, out var value) ? value.GetString() : null;

    /// <summary>The same to the letter.</summary>
    public bool Equals(ShopAnswer? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Status == 0 ? "no answer" : $"{Status} {Body.GetRawText()}";
}
