namespace FlashFlow.Console.Plots;

/// <summary>A rectangle, measured from the upper left corner of the picture.</summary>
public readonly record struct PlotArea(double Left, double Top, double Width, double Height)
{
    /// <summary>Its right edge.</summary>
    public double Right => Left + Width;

    /// <summary>Its lower edge.</summary>
    public double Bottom => Top + Height;
}
