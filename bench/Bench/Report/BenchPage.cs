using FlashFlow.Bench.Report.Plots;
using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>The files of a bench: its JSON, and drawn from that its page in Markdown and its plots in SVG.</summary>
internal static class BenchPage
{
    private const string Data = ".json";
    private const string Page = ".md";
    private const string Drawing = ".svg";

    /// <summary>
    /// Writes the JSON, the page and the plots side by side, named by the day and the class of machine. A second bench of the day gets a
    /// number: nothing is overwritten.
    /// </summary>
    /// <returns>What was written: the JSON, the page, the plots.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(BenchReport report, string directory, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        var path = FindFreeName(directory, $"{report.StartedAt:yyyy-MM-dd}-{report.Host.Class}");

        // The figures first: a page can be drawn again, a bench is long.
        await BenchFile.WriteAsync(report, path + Data, cancellation);
        return [path + Data, .. Draw(report, path)];
    }

    /// <summary>Draws page and plots again from a bench's JSON, over those that are there.</summary>
    /// <returns>What was written: the page, the plots.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="System.Text.Json.JsonException">The file is not a bench.</exception>
    public static IReadOnlyList<string> Redraw(string jsonPath) => Draw(BenchFile.Read(jsonPath), Path.ChangeExtension(jsonPath, null));

    private static List<string> Draw(BenchReport report, string path)
    {
        var sections = ReportSections.Of(report);
        List<string> written = [path + Page];
        File.WriteAllText(path + Page, PageText.Of(report, sections, plot => Path.GetFileName(NameOf(plot))));
        foreach (var plot in sections.SelectMany(section => section.Plots))
        {
            File.WriteAllText(NameOf(plot), PlotStyle.ToSvg(plot.Draw()));
            written.Add(NameOf(plot));
        }

        return written;

        string NameOf(Plot plot) => $"{path}-{plot.Name}{Drawing}";
    }

    private static string FindFreeName(string directory, string name)
    {
        var first = Path.Combine(directory, name);
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => number == 1 ? first : $"{first}-{number}")
            .First(path => !File.Exists(path + Data) && !File.Exists(path + Page));
    }
}
