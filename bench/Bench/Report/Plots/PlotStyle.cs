using System.Text;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace FlashFlow.Bench.Report.Plots;

/// <summary>How plots look: dark on white, which can be read on a light page and a dark one.</summary>
internal static class PlotStyle
{
    private const double Width = 800;
    private const double Height = 420;
    private const double HeightOfBar = 44;
    private const double HeightOfFrame = 130;
    private const string Thousands = "#,0.###";

    private static readonly OxyColor Grid = OxyColor.FromRgb(0xdd, 0xdd, 0xdd);

    /// <summary>Told apart by people who see few colours, too (Okabe and Ito).</summary>
    public static IReadOnlyList<OxyColor> Colors { get; } =
    [
        OxyColor.FromRgb(0x00, 0x72, 0xb2),
        OxyColor.FromRgb(0xd5, 0x5e, 0x00),
        OxyColor.FromRgb(0x00, 0x9e, 0x73),
        OxyColor.FromRgb(0xcc, 0x79, 0xa7),
        OxyColor.FromRgb(0x56, 0xb4, 0xe9),
        OxyColor.FromRgb(0xe6, 0x9f, 0x00),
        OxyColor.FromRgb(0x33, 0x33, 0x33),
    ];

    public static OxyColor Color(int index) => Colors[index % Colors.Count];

    public static PlotModel NewModel(string title) => new()
    {
        Title = title,
        TitleFontSize = 16,
        TitleFontWeight = FontWeights.Bold,
        DefaultFont = "sans-serif",
        DefaultFontSize = 13,
        Background = OxyColors.White,
        PlotAreaBorderColor = Grid,
        Padding = new(12),
    };

    public static Legend NewLegend() => new()
    {
        LegendPlacement = LegendPlacement.Outside,
        LegendPosition = LegendPosition.RightTop,
        LegendBorderThickness = 0,
        LegendLineSpacing = 8,
    };

    /// <summary>From zero up.</summary>
    public static LinearAxis Linear(AxisPosition position, string title) => Dress(new LinearAxis { Minimum = 0, MaximumPadding = 0.1 }, position, title);

    /// <summary>One that names these values.</summary>
    public static LogarithmicAxis Logarithmic(AxisPosition position, string title, LogarithmicTicks axis) => Dress(axis, position, title);

    public static LineSeries Line(string title, int color) => new()
    {
        Title = title,
        Color = Color(color),
        StrokeThickness = 2,
        MarkerType = MarkerType.Circle,
        MarkerSize = 3.5,
        MarkerFill = Color(color),
    };

    /// <summary>With room for each bar where there are any.</summary>
    public static string ToSvg(PlotModel model)
    {
        var bars = model.Series.OfType<BarSeries>().Sum(series => series.Items.Count);
        using var memory = new MemoryStream();
        new SvgExporter { Width = Width, Height = bars == 0 ? Height : HeightOfFrame + bars * HeightOfBar, UseVerticalTextAlignmentWorkaround = true, TextMeasurer = new RoomyText() }.Export(model, memory);
        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }

    private static TAxis Dress<TAxis>(TAxis axis, AxisPosition position, string title)
        where TAxis : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.StringFormat = Thousands;
        axis.AxisTitleDistance = 12;
        axis.TicklineColor = OxyColors.Gray;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Grid;
        return axis;
    }
}
