using OxyPlot;

namespace FlashFlow.Bench.Report.Plots;

/// <summary>
/// Leaves room for text. A drawing is shown with whatever font its reader has, so nothing is measured: every letter counts as wide as those
/// of the widest of the usual fonts are on average. Its height is that of figures, by which they are centred.
/// </summary>
internal sealed class RoomyText() : PdfRenderContext(1, 1, OxyColors.White)
{
    private const double WidthOfLetter = 0.62;
    private const double HeightOfLine = 0.8;

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return OxySize.Empty;
        var lines = text.Split('\n');
        return new(lines.Max(line => line.Length) * fontSize * WidthOfLetter, lines.Length * fontSize * HeightOfLine);
    }
}
