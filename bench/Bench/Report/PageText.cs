using System.Text;
using FlashFlow.Bench.Report.Plots;
using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>A bench as a page in Markdown: what was measured on what, then section by section.</summary>
internal static class PageText
{
    /// <param name="report">The bench.</param>
    /// <param name="sections">Its sections.</param>
    /// <param name="nameOf">The file of a plot, beside the page.</param>
    public static string Of(BenchReport report, IReadOnlyList<ReportSection> sections, Func<Plot, string> nameOf)
    {
        var text = new StringBuilder()
            .Append($"# Bench of {report.StartedAt.UtcDateTime:yyyy-MM-dd}, {report.Host.Class}\n\n")
            .Append($"{Introduce(report)}\n\n")
            .Append(MarkdownTable.Of(["", "measured on"], [.. ReportSections.Machine(report)]));
        foreach (var section in sections)
            Append(text, section, nameOf);
        return text.ToString();
    }

    private static string Introduce(BenchReport report)
    {
        var settings = report.Settings;
        return $"FlashFlow ({settings.Mode}), its servers and the load generator shared this one machine. "
            + $"Each scenario ran {settings.Runs:N0} times for {settings.Seconds:0.#} s over {settings.Connections:N0} connections where nothing else is said; "
            + "the runs were interleaved after a warm-up, so that a slow minute of the machine hits all of them. "
            + "Compare the ratios, not the rates: they hold on other machines better.";
    }

    private static void Append(StringBuilder text, ReportSection section, Func<Plot, string> nameOf)
    {
        text.Append($"\n## {section.Title}\n\n{section.Meaning}\n\n").Append(MarkdownTable.Of(section.Columns, section.Rows));
        foreach (var remark in section.Remarks)
            text.Append($"\n{remark}\n");
        foreach (var plot in section.Plots)
            text.Append($"\n![{plot.Title}]({nameOf(plot)})\n");
    }
}
