using System.Text;

namespace FlashFlow.Bench.Report;

/// <summary>Writes a section's table in Markdown: the first column to the left, figures to the right.</summary>
internal static class MarkdownTable
{
    public static string Of(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        Append(text, columns);
        Append(text, [.. columns.Select((_, column) => IsText(column, rows) ? "---" : "---:")]);
        foreach (var row in rows)
            Append(text, row);
        return text.ToString();
    }

    /// <summary>Whether a column holds words.</summary>
    public static bool IsText(int column, IReadOnlyList<IReadOnlyList<string>> rows) =>
        column == 0 || rows.Any(row => row[column].Length > 0 && char.IsLetter(row[column][0]));

    private static void Append(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
