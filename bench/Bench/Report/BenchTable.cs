using FlashFlow.Bench.Results;
using Spectre.Console;

namespace FlashFlow.Bench.Report;

/// <summary>Shows a bench on the console, ratios first.</summary>
internal static class BenchTable
{
    /// <summary>One table per section of the page, in its order.</summary>
    public static IReadOnlyList<Table> Of(BenchReport report) => [.. ReportSections.Of(report).Select(Draw)];

    private static Table Draw(ReportSection section)
    {
        var table = new Table().Title(Markup.Escape(section.Title));
        foreach (var (column, name) in section.Columns.Index())
            table.AddColumn(MarkdownTable.IsText(column, section.Rows) ? new(Markup.Escape(name)) : new TableColumn(Markup.Escape(name)).RightAligned());
        foreach (var row in section.Rows)
            table.AddRow([.. row.Select(Plain)]);
        if (section.Remarks.Count > 0)
            table.Caption(string.Join('\n', section.Remarks.Select(Plain)));
        return table;
    }

    // Without Markdown's marks of code.
    private static string Plain(string text) => Markup.Escape(text.Replace("`", "", StringComparison.Ordinal));
}
