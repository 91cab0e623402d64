using FlashFlow.Bench.Results;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace FlashFlow.Bench.Report.Plots;

/// <summary>Throughput and the 99th percentile of latency as one thing grows.</summary>
internal static class GrowthPlot
{
    private const string Latencies = "latencies";

    public static PlotModel Of(GrowthCurve curve)
    {
        var model = PlotStyle.NewModel($"{curve.Scenario} as {curve.What} grow");
        model.Axes.Add(PlotStyle.Logarithmic(AxisPosition.Bottom, curve.What, new(curve.Points.Select(Size))));
        model.Axes.Add(PlotStyle.Linear(AxisPosition.Left, "answers per second"));

        var perSecond = PlotStyle.Line("answers per second, left", 0);
        perSecond.Points.AddRange(curve.Points.Select(point => new DataPoint(Size(point), point.PerSecond)));
        model.Series.Add(perSecond);
        if (curve.Points.Any(point => point.P99 is not null))
            AddLatency(model, curve);
        var legend = PlotStyle.NewLegend();
        legend.LegendPosition = LegendPosition.BottomCenter;
        legend.LegendOrientation = LegendOrientation.Horizontal;
        model.Legends.Add(legend);
        return model;
    }

    private static void AddLatency(PlotModel model, GrowthCurve curve)
    {
        var axis = PlotStyle.Linear(AxisPosition.Right, "p99 in milliseconds");
        axis.Key = Latencies;
        axis.MajorGridlineStyle = LineStyle.None;
        model.Axes.Add(axis);

        var p99 = PlotStyle.Line("p99 in milliseconds, right", 1);
        p99.YAxisKey = Latencies;
        p99.LineStyle = LineStyle.Dash;
        p99.Points.AddRange(curve.Points.Where(point => point.P99 is not null).Select(point => new DataPoint(Size(point), point.P99!.Value)));
        model.Series.Add(p99);
    }

    // A logarithm has no zero.
    private static double Size(GrowthPoint point) => Math.Max(1, point.Size);
}
