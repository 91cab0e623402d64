namespace FlashFlow.Bench.Report;

/// <summary>Writes figures with as many digits as a reader can use: three or so.</summary>
internal static class Figure
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string None = "-";

    public static string Of(double? value) => value switch
    {
        null or double.NaN => None,
        0 => "0",
        { } number when Math.Abs(number) < 10 => $"{number:N2}",
        { } number when Math.Abs(number) < 100 => $"{number:N1}",
        { } number => $"{number:N0}",
    };

    /// <summary>Whole, as counts and rates are.</summary>
    public static string Whole(double value) => double.IsNaN(value) ? None : $"{value:N0}";

    /// <summary>A part of one, as percents.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? None : $"{share * 100:N0} %";
}
