using OxyPlot;

namespace FlashFlow.Bench.Report.Plots;

/// <summary>A plot of a bench.</summary>
/// <param name="Name">For its file, such as <c>throughput</c>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Draw">Draws it.</param>
internal sealed record Plot(string Name, string Title, Func<PlotModel> Draw);
