using Spectre.Console;

namespace FlashFlow.Operator.Demo.Holds;

/// <summary>Shows a demo of holds.</summary>
internal static class HoldsTable
{
    public static Table Of(HoldsResult result)
    {
        var record = result.Record;
        var vacancies = record.Vacancies(result.Stock);
        var table = new Table().AddColumn("").AddColumn(new TableColumn("here and now").RightAligned());

        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));

        Row("people", $"{result.Shoppers:N0}, of whom {result.NeverPaying:N0} never pay");
        Row("holds", $"{record.Held.Count:N0}");
        Row("of them lapsed", $"{record.Held.Count - record.Paid.Count:N0}");
        Row("paid for", $"{record.Paid.Count:N0} of {result.Stock:N0}");
        Row("of them after the deadline", $"{record.Reinstated.Count:N0}");
        Row("refused as too late", $"{record.Refused.Count:N0}");
        table.AddEmptyRow();
        Row("units that were held again", $"{vacancies.Count:N0}");
        Row("stood empty, p50", Text(vacancies, 0.5));
        Row("stood empty, max", Text(vacancies, 1));
        Row("until all was paid for", $"{result.Took.TotalSeconds:N1} s");
        Row("books balanced", result.Books.Count > 0 && result.Books.All(books => books.IsBalanced) ? "yes" : "no");
        return table;
    }

    private static string Text(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? "-" : $"{sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * share) - 1)].TotalMilliseconds:N0} ms";
}
