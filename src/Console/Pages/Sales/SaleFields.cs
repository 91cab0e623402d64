using System.Globalization;
using FlashFlow.Console.Fronts.Sales;

namespace FlashFlow.Console.Pages.Sales;

/// <summary>What a form about a sale holds: every member of <c>PUT /products/{id}</c>. What is wrong with it, the front says.</summary>
public sealed class SaleFields
{
    public string ProductId { get; set; } = "";

    public string Name { get; set; } = "";

    public long? Stock { get; set; }

    public decimal? Price { get; set; }

    public string? Currency { get; set; }

    public int? LimitPerShopper { get; set; }

    /// <summary>Opening, in UTC; the others likewise.</summary>
    public DateTime? OpensAt { get; set; }

    public DateTime? ClosesAt { get; set; }

    public int? HoldSeconds { get; set; }

    public int? HoldMaxSeconds { get; set; }

    public DateTime? CancelUntil { get; set; }

    public int? ReturnAfterSeconds { get; set; }

    public string? Family { get; set; }

    /// <summary>What a bundle is made of: <c>cup: 2, plate: 1</c>.</summary>
    public string? Components { get; set; }

    /// <summary>When the line before the sale starts, in UTC; nothing: there is no line.</summary>
    public DateTime? RoomStartsAt { get; set; }

    /// <summary>From when on shoppers can join it.</summary>
    public DateTime? RoomOpensAt { get; set; }

    public int? PerMinute { get; set; }

    public int? PassSeconds { get; set; }

    public decimal? Ahead { get; set; }

    /// <summary>What a shopper needs to join the line.</summary>
    public string Joining { get; set; } = RoomTerms.JoinedByAnyone;

    public string? PublicValue { get; set; }

    /// <summary>A form filled with a sale as it is.</summary>
    public static SaleFields Of(SaleView sale) => new()
    {
        ProductId = sale.ProductId,
        Name = sale.Name,
        Stock = sale.Initial,
        Price = sale.Price,
        Currency = sale.Currency,
        LimitPerShopper = sale.LimitPerShopper,
        OpensAt = sale.OpensAt?.UtcDateTime,
        ClosesAt = sale.ClosesAt?.UtcDateTime,
        HoldSeconds = sale.HoldSeconds,
        HoldMaxSeconds = sale.HoldSeconds == 0 ? null : sale.HoldMaxSeconds,
        CancelUntil = sale.CancelUntil?.UtcDateTime,
        ReturnAfterSeconds = sale.ReturnAfterSeconds,
        Family = sale.Family,
        Components = sale.Components is null ? null : string.Join(", ", sale.Components.Select(component => $"{component.Key}: {component.Value}")),
        RoomStartsAt = sale.Room?.StartsAt?.UtcDateTime,
        RoomOpensAt = sale.Room?.OpensAt?.UtcDateTime,
        PerMinute = sale.Room?.PerMinute,
        PassSeconds = sale.Room?.PassSeconds,
        Ahead = sale.Room?.Ahead,
        Joining = sale.Room?.Joining ?? RoomTerms.JoinedByAnyone,
        PublicValue = sale.Room?.PublicValue,
    };

    /// <summary>The sale that the form describes.</summary>
    public SaleDraft ToDraft() => new(
        Name.Trim(),
        Stock,
        Price ?? 0,
        LimitPerShopper ?? 0,
        InUtc(OpensAt),
        InUtc(ClosesAt),
        string.IsNullOrWhiteSpace(Currency) ? null : Currency.Trim().ToUpperInvariant(),
        HoldSeconds ?? 0,
        HoldMaxSeconds,
        InUtc(CancelUntil),
        ReturnAfterSeconds ?? 0,
        string.IsNullOrWhiteSpace(Family) ? null : Family.Trim(),
        ReadComponents(),
        RoomStartsAt is null
            ? null
            : new(
                InUtc(RoomStartsAt), PerMinute, InUtc(RoomOpensAt), PassSeconds ?? RoomTerms.UsualPassSeconds, Ahead ?? RoomTerms.UsualAhead, Joining,
                string.IsNullOrEmpty(PublicValue) ? null : PublicValue));

    // What is no number of units is told by the front, as none at all.
    private Dictionary<string, int>? ReadComponents()
    {
        if (string.IsNullOrWhiteSpace(Components))
            return null;
        var read = new Dictionary<string, int>();
        foreach (var component in Components.Split(','))
        {
            var parts = component.Split(':', 2, StringSplitOptions.TrimEntries);
            read[parts[0]] = parts.Length == 2 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var units) ? units : 0;
        }

        return read;
    }

    private static DateTimeOffset? InUtc(DateTime? time) => time is { } moment ? new(DateTime.SpecifyKind(moment, DateTimeKind.Unspecified), TimeSpan.Zero) : null;
}
