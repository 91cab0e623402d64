using FlashFlow.Bench.Results;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace FlashFlow.Bench.Report.Plots;

/// <summary>A bar per scenario, as long as its median, with a whisker from its slowest run to its fastest.</summary>
internal static class ThroughputPlot
{
    private const double HalfOfWhisker = 0.12;
    private const double RoomForFigures = 1.15;

    public static PlotModel Of(IReadOnlyList<ScenarioResult> scenarios)
    {
        var model = PlotStyle.NewModel("Throughput by scenario: median, slowest and fastest run");
        var most = Math.Max(1, scenarios.Max(scenario => scenario.Max));
        var perSecond = PlotStyle.Linear(AxisPosition.Bottom, "answers per second");
        perSecond.Maximum = most * RoomForFigures;
        model.Axes.Add(perSecond);
        model.Axes.Add(new CategoryAxis
        {
            Position = AxisPosition.Left,
            ItemsSource = scenarios.Select(scenario => scenario.Name).ToArray(),
            StartPosition = 1,
            EndPosition = 0,
            TickStyle = TickStyle.None,
        });

        var bars = new BarSeries { FillColor = PlotStyle.Color(4) };
        bars.Items.AddRange(scenarios.Select(scenario => new BarItem(scenario.Median)));
        model.Series.Add(bars);
        foreach (var (row, scenario) in scenarios.Index())
        {
            model.Series.Add(Whisker(row, scenario));
            model.Annotations.Add(new TextAnnotation
            {
                Text = Figure.Whole(scenario.Median),
                TextPosition = new(Math.Max(scenario.Max, scenario.Median) + most * 0.012, row),
                TextHorizontalAlignment = HorizontalAlignment.Left,
                TextVerticalAlignment = VerticalAlignment.Middle,
                StrokeThickness = 0,
            });
        }

        return model;
    }

    private static LineSeries Whisker(int row, ScenarioResult scenario)
    {
        var line = new LineSeries { Color = OxyColors.Black, StrokeThickness = 1.5 };
        line.Points.AddRange(
        [
            new(scenario.Min, row - HalfOfWhisker),
            new(scenario.Min, row + HalfOfWhisker),
            new(scenario.Min, row),
            new(scenario.Max, row),
            new(scenario.Max, row - HalfOfWhisker),
            new(scenario.Max, row + HalfOfWhisker),
        ]);
        return line;
    }
}
