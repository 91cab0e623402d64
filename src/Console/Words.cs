using System.Globalization;
using FlashFlow.Core.Sales;

namespace FlashFlow.Console;

/// <summary>Figures, times and states in words. All times are told in UTC: who looks at the same page elsewhere reads the same.</summary>
public static class Words
{
    /// <summary>A moment to the second.</summary>
    public static string Time(DateTimeOffset? at) => at is { } moment ? moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC" : "–";

    /// <summary>A moment of this day to the second.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>A moment of this day to the minute.</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>When its minute began.</summary>
    public static DateTimeOffset StartOfMinute(DateTimeOffset at) => new(at.UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>A count, in groups of three digits.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A rate.</summary>
    public static string Rate(double rate) => rate.ToString(rate is > 0 and < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>"1 unit", "2 units".</summary>
    public static string Units(long count) => count == 1 ? "1 unit" : $"{Count(count)} units";

    /// <summary>"1 order", "2 orders".</summary>
    public static string Orders(long count) => count == 1 ? "1 order" : $"{Count(count)} orders";

    /// <summary>A price with its currency.</summary>
    public static string Price(decimal price, string? currency) => $"{price.ToString("#,0.00##", CultureInfo.InvariantCulture)}{(currency is null ? "" : $" {currency}")}";

    /// <summary>An amount in minor units, as people write it.</summary>
    public static string Amount(long? amount, string? currency)
    {
        if (amount is not { } minor)
            return "–";
        var known = currency is null ? null : Currency.Find(currency);
        var value = (minor / Currency.InMinorUnits(1, known)).ToString($"N{known?.Digits ?? Currency.UsualDigits}", CultureInfo.InvariantCulture);
        return currency is null ? value : $"{value} {currency}";
    }

    /// <summary>A state of a sale or an order, as people write it.</summary>
    public static string State(string state) => state.Replace('_', ' ');

    /// <summary>How long ago, roughly.</summary>
    public static string Ago(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        { TotalMinutes: < 90 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} days",
    };
}
