namespace FlashFlow.Console.Plots;

/// <summary>A line of a plot.</summary>
/// <param name="Name">What stands at its end.</param>
/// <param name="Dash">Its pattern of dashes and gaps, which tells it from the others without a colour; null: it is drawn through.</param>
/// <param name="Points">Its points, oldest first; where two are further apart than a step, the line has a gap.</param>
public sealed record PlotSeries(string Name, string? Dash, IReadOnlyList<PlotPoint> Points);
