using FlashFlow.Bench.Results;
using OxyPlot;
using OxyPlot.Axes;

namespace FlashFlow.Bench.Report.Plots;

/// <summary>Percentiles of latency against the rate at which buys come.</summary>
internal static class OpenLoopPlot
{
    // A logarithm has no zero.
    private const double LeastMilliseconds = 0.01;

    private static readonly (string Name, Func<Latency, double?> Of)[] Percentiles =
    [
        ("p50", latency => latency.P50),
        ("p90", latency => latency.P90),
        ("p99", latency => latency.P99),
        ("p99.9", latency => latency.P999),
        ("max", latency => latency.Max),
    ];

    public static PlotModel Of(string scenario, IReadOnlyList<OpenLoopResult> results)
    {
        var model = PlotStyle.NewModel($"Latency of {scenario} at a steady rate");
        List<double> seen = [];
        foreach (var (color, percentile) in Percentiles.Index())
        {
            var line = PlotStyle.Line(percentile.Name, color);
            foreach (var result in results.OrderBy(result => result.OfferedPerSecond))
            {
                if (percentile.Of(result.Latency) is not { } value)
                    continue;
                line.Points.Add(new(result.OfferedPerSecond, Math.Max(LeastMilliseconds, value)));
                seen.Add(Math.Max(LeastMilliseconds, value));
            }

            if (line.Points.Count > 0)
                model.Series.Insert(0, line);
        }

        model.Axes.Add(PlotStyle.Linear(AxisPosition.Bottom, "buys offered per second"));
        model.Axes.Add(PlotStyle.Logarithmic(AxisPosition.Left, "milliseconds since a buy was due", LogarithmicTicks.Decades(seen.DefaultIfEmpty(1).Min(), seen.DefaultIfEmpty(10).Max())));
        model.Legends.Add(PlotStyle.NewLegend());
        return model;
    }
}
