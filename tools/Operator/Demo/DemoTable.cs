using Spectre.Console;

namespace FlashFlow.Operator.Demo;

/// <summary>Shows a demo run beside that of the Node.js original.</summary>
internal static class DemoTable
{
    public static Table Of(DemoResult result)
    {
        var load = result.Load;
        var (isSplit, latency) = load.LaterPerSecond > 0 ? (true, load.LaterLatency) : (false, load.Latency);
        var stock = result.Sale.Stock;
        var table = new Table()
            .AddColumn("")
            .AddColumn(new TableColumn("FlashFlow,\nhere and now").RightAligned())
            .AddColumn(new TableColumn("the Node.js original,\non its own machine").RightAligned());

        void Row(string name, string here, string original = OriginalFigures.NotSaid) =>
            table.AddRow(Markup.Escape(name), Markup.Escape(here), original);

        if (isSplit)
        {
            Row("first second, answers", $"{load.FirstSecond.Answers:N0}");
            Row("first second, slowest", $"{load.FirstSecond.Slowest.TotalMilliseconds:N2} ms");
            table.AddEmptyRow();
        }

        Row(isSplit ? "throughput after it" : "throughput", $"{(isSplit ? load.LaterPerSecond : load.PerSecond):N0} req/s", OriginalFigures.PerSecond);
        Row("latency, average", $"{latency.Average.TotalMilliseconds:N2} ms", OriginalFigures.Latency);
        Row("latency, p50", $"{latency.P50.TotalMilliseconds:N2} ms");
        Row("latency, p99", $"{latency.P99.TotalMilliseconds:N2} ms");
        Row("latency, max", $"{latency.Max.TotalMilliseconds:N2} ms");
        Row("sold", $"{result.Answers.OrderIds.Count:N0} of {stock:N0}", OriginalFigures.Sold);
        Row("sold-out answers", $"{result.Answers.SoldOut:N0}", OriginalFigures.SoldOutAnswers);
        Row("errors", $"{result.Errors:N0}");
        Row("rows in PostgreSQL", $"{result.StoredOrderIds.Count:N0}");
        Row("last accept to last row", result.Settled is { } time ? $"{time.TotalMilliseconds:N0} ms" : "-");
        Row("books balanced", result.Books.Count > 0 && result.Books.All(books => books.IsBalanced) ? "yes" : "no");
        return table;
    }
}
