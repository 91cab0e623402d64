using OxyPlot.Axes;

namespace FlashFlow.Bench.Report.Plots;

/// <summary>A logarithmic axis that names the given values and no others.</summary>
internal sealed class LogarithmicTicks : LogarithmicAxis
{
    private const double RoomAtEnds = 0.03;

    private readonly double[] ticks;

    /// <param name="values">Above zero, at least one.</param>
    public LogarithmicTicks(IEnumerable<double> values)
    {
        ticks = [.. values.Distinct().Order()];
        var room = ticks.Length == 1 ? 2 : Math.Pow(ticks[^1] / ticks[0], RoomAtEnds);
        Minimum = ticks[0] / room;
        Maximum = ticks[^1] * room;
    }

    /// <summary>The powers of ten around values.</summary>
    public static LogarithmicTicks Decades(double min, double max)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(min)), (int)Math.Ceiling(Math.Log10(max)));
        return new(Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power)));
    }

    public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
        (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
}
