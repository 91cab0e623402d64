using FlashFlow.Bench.Results;
using OxyPlot;
using OxyPlot.Axes;

namespace FlashFlow.Bench.Report.Plots;

/// <summary>The memory of each process over time.</summary>
internal static class MemoryPlot
{
    public static PlotModel Of(SteadyResult steady)
    {
        var model = PlotStyle.NewModel("Memory while buys are accepted");
        model.Axes.Add(PlotStyle.Linear(AxisPosition.Bottom, "seconds"));
        model.Axes.Add(PlotStyle.Linear(AxisPosition.Left, "MB in RAM"));
        foreach (var (color, process) in steady.Memory.Index())
        {
            var line = PlotStyle.Line(process.Key, color);
            line.MarkerType = MarkerType.None;
            line.Points.AddRange(process.Value.Select(sample => new DataPoint(sample.Second, sample.Megabytes)));
            model.Series.Add(line);
        }

        model.Legends.Add(PlotStyle.NewLegend());
        return model;
    }
}
