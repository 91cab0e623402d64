using System.Globalization;

namespace FlashFlow.Console.Plots;

/// <summary>Where moments and values lie in a picture, and what stands beside its axes.</summary>
public sealed class PlotFrame
{
    private static readonly double[] NiceSteps = [1, 2, 5, 10];

    private readonly DateTimeOffset from;
    private readonly TimeSpan span;

    /// <param name="from">The left edge.</param>
    /// <param name="to">The right edge.</param>
    /// <param name="largest">The largest value that is to fit.</param>
    /// <param name="area">Where lines are drawn.</param>
    public PlotFrame(DateTimeOffset from, DateTimeOffset to, double largest, PlotArea area)
    {
        (this.from, span, Area) = (from, to > from ? to - from : TimeSpan.FromSeconds(1), area);
        TickStep = FindStep(largest);
        Top = Math.Max(1, Math.Ceiling(largest / TickStep)) * TickStep;
    }

    /// <summary>Where lines are drawn.</summary>
    public PlotArea Area { get; }

    /// <summary>The value at the upper edge.</summary>
    public double Top { get; }

    /// <summary>The values that stand beside the vertical axis.</summary>
    public IEnumerable<double> ValueTicks => Enumerable.Range(0, (int)Math.Round(Top / TickStep) + 1).Select(number => number * TickStep);

    private double TickStep { get; }

    /// <summary>Full minutes that stand below the horizontal axis, two apart.</summary>
    public IEnumerable<DateTimeOffset> TimeTicks
    {
        get
        {
            const long Apart = 2 * TimeSpan.TicksPerMinute;
            for (var tick = new DateTimeOffset((from.UtcTicks + Apart - 1) / Apart * Apart, TimeSpan.Zero); tick <= from + span; tick += TimeSpan.FromTicks(Apart))
                yield return tick;
        }
    }

    /// <summary>Distance from the left.</summary>
    public double X(DateTimeOffset at) => Area.Left + (Math.Clamp((at - from) / span, 0, 1) * Area.Width);

    /// <summary>Distance from above.</summary>
    public double Y(double value) => Area.Top + ((1 - Math.Clamp(value / Top, 0, 1)) * Area.Height);

    /// <summary>
    /// The points as SVG's polylines want them, one text for each unbroken stretch.
    /// </summary>
    /// <param name="points">Oldest first.</param>
    /// <param name="step">What is further apart than one and a half of it is not joined; null: everything is.</param>
    public IEnumerable<string> Lines(IReadOnlyList<PlotPoint> points, TimeSpan? step = null)
    {
        var stretch = new List<string>();
        for (var i = 0; i < points.Count; i++)
        {
            if (i > 0 && step is { } most && points[i].At - points[i - 1].At > most * 1.5)
            {
                yield return Join(stretch);
                stretch.Clear();
            }

            stretch.Add($"{Text(X(points[i].At))},{Text(Y(points[i].Value))}");
        }

        if (stretch.Count > 0)
            yield return Join(stretch);
    }

    /// <summary>A coordinate as SVG reads it.</summary>
    public static string Text(double coordinate) => coordinate.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A value as it stands beside an axis.</summary>
    public static string Label(double value) => value.ToString(value is > 0 and < 10 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture);

    /// <summary>Heights of labels that would stand at these heights, moved apart as far as they need.</summary>
    public static IReadOnlyList<double> Spread(IReadOnlyList<double> heights, double apart, double lowest)
    {
        var order = Enumerable.Range(0, heights.Count).OrderBy(i => heights[i]).ToArray();
        var spread = new double[heights.Count];
        for (var place = 0; place < order.Length; place++)
            spread[order[place]] = place == 0 ? heights[order[0]] : Math.Max(heights[order[place]], spread[order[place - 1]] + apart);
        for (var place = order.Length - 1; place >= 0; place--)
            spread[order[place]] = Math.Min(spread[order[place]], place == order.Length - 1 ? lowest : spread[order[place + 1]] - apart);
        return spread;
    }

    // A line of one point would not be seen.
    private static string Join(List<string> stretch) => string.Join(' ', stretch is [var only] ? [only, only] : stretch);

    // Some four ticks.
    private static double FindStep(double largest)
    {
        if (!(largest > 0))
            return 1;
        var rough = largest / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return Array.Find(NiceSteps, nice => nice * power >= rough) * power;
    }
}
