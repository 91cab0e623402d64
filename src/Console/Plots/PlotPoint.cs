namespace FlashFlow.Console.Plots;

/// <summary>A value at a moment.</summary>
public readonly record struct PlotPoint(DateTimeOffset At, double Value);
