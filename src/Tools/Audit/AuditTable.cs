using FlashFlow.Core.Auditing;
using Spectre.Console;

namespace FlashFlow.Tools.Audit;

/// <summary>Shows the books to a person.</summary>
internal static class AuditTable
{
    public static void Write(IAnsiConsole console, AuditResult result)
    {
        foreach (var product in result.Books.GroupBy(books => books.ProductId))
            WriteProduct(console, result, [.. product]);

        console.WriteLine($"RabbitMQ: {result.BrokerReady:N0} messages ready");
        if (result.Books.Count == 0)
            console.WriteLine("No product has had a sale yet.");
    }

    private static void WriteProduct(IAnsiConsole console, AuditResult result, Books[] sales)
    {
        var earlier = sales.Where(books => !books.IsCurrent).ToArray();
        var wrong = earlier.Where(books => !books.IsBalanced).ToArray();
        foreach (var books in sales.Where(books => books.IsCurrent).Concat(wrong))
            WriteSale(console, result, books);

        var count = earlier.Length == 1 ? "1 earlier sale" : $"{earlier.Length:N0} earlier sales";
        if (wrong.Length > 0)
            console.MarkupLineInterpolated($"{count}, [red]{wrong.Length:N0} not balanced[/]");
        else if (earlier.Length > 0)
            console.WriteLine($"{count}, all balanced");
        console.WriteLine();
    }

    private static void WriteSale(IAnsiConsole console, AuditResult result, Books books)
    {
        var table = new Table()
            .AddColumn(Markup.Escape($"{books.ProductId}, {(books.IsCurrent ? "" : "earlier ")}sale {books.Epoch}"))
            .AddColumn(new TableColumn("orders").RightAligned())
            .AddColumn(new TableColumn("units").RightAligned());

        // Of an earlier sale only what it sold is still known.
        if (books.IsCurrent)
        {
            AddRow(table, "initial", "", books.Initial);
            AddRow(table, "added", "", books.Added);
            AddRow(table, "remaining", "", books.Remaining);
        }

        AddRow(table, "accepted", books.Accepted);
        AddRow(table, "outbox", books.Outbox);
        AddRow(table, "in flight", books.InFlight);
        AddRow(table, "PostgreSQL", books.Stored);
        AddRow(table, "dead", books.Dead);
        if (books.Lost != 0)
            table.AddRow("lost before the rebuild", $"{books.Lost:N0}", "");
        console.Write(table);
        console.MarkupLineInterpolated(books.IsBalanced ? (FormattableString)$"[green]balanced[/]" : $"[red]{AuditFinding.Of(books, result)}[/]");
    }

    private static void AddRow(Table table, string name, Tally tally) =>
        AddRow(table, name, $"{tally.Orders:N0}", tally.Units);

    private static void AddRow(Table table, string name, string orders, long units) =>
        table.AddRow(name, orders, $"{units:N0}");
}
