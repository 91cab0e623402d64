namespace FlashFlow.Core.Auditing;

/// <summary>A number of orders and the units in them.</summary>
public readonly record struct Tally(long Orders, long Units)
{
    /// <summary>Both numbers added.</summary>
    public static Tally operator +(Tally left, Tally right) => new(left.Orders + right.Orders, left.Units + right.Units);

    /// <summary>Both numbers subtracted.</summary>
    public static Tally operator -(Tally left, Tally right) => new(left.Orders - right.Orders, left.Units - right.Units);

    /// <summary>"1 unit", "2 units".</summary>
    public static string NameUnits(long count) => count == 1 ? "1 unit" : $"{count} units";

    /// <summary>"1 order (2 units)".</summary>
    public override string ToString() => $"{(Orders == 1 ? "1 order" : $"{Orders} orders")} ({NameUnits(Units)})";
}
