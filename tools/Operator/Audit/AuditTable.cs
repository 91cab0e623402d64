using FlashFlow.Core.Auditing;
using Spectre.Console;

namespace FlashFlow.Operator.Audit;

/// <summary>Shows the books to a person.</summary>
internal static class AuditTable
{
    public static void Write(IAnsiConsole console, AuditResult result)
    {
        var products = result.Books.GroupBy(books => books.ProductId).ToArray();
        foreach (var product in products)
            WriteProduct(console, result, [.. product]);
        if (products.Length > 1)
            WriteTotals(console, AuditTotals.Of(result));
        WriteBroker(console, result);
    }

    /// <summary>Shows the totals alone.</summary>
    public static void WriteTotals(IAnsiConsole console, AuditResult result)
    {
        WriteTotals(console, AuditTotals.Of(result));
        WriteBroker(console, result);
    }

    private static void WriteProduct(IAnsiConsole console, AuditResult result, Books[] sales)
    {
        var earlier = sales.Where(books => !books.IsCurrent).ToArray();
        var wrong = earlier.Where(books => !books.IsBalanced).ToArray();
        foreach (var books in sales.Where(books => books.IsCurrent).Concat(wrong))
            WriteSale(console, result, books);

        if (wrong.Length > 0)
            console.MarkupLineInterpolated($"{Earlier(earlier.Length)}, [red]{wrong.Length:N0} not balanced[/]");
        else if (earlier.Length > 0)
            console.WriteLine($"{Earlier(earlier.Length)}, all balanced{Pruned(earlier.Count(books => books.PrunedAt is not null))}");
        console.WriteLine();
    }

    private static void WriteSale(IAnsiConsole console, AuditResult result, Books books)
    {
        console.Write(Draw($"{books.ProductId}, {(books.IsCurrent ? "" : "earlier ")}sale {books.Epoch}", Totals.Of([books]), books.IsCurrent));
        if (books.Lost != 0)
            console.MarkupLineInterpolated($"[yellow]{books.Lost:N0} transitions were lost with the ledger that was rebuilt.[/]");
        console.MarkupLineInterpolated(books.IsBalanced ? (FormattableString)$"[green]{AuditFinding.Of(books, result)}[/]" : $"[red]{AuditFinding.Of(books, result)}[/]");
    }

    private static void WriteTotals(IAnsiConsole console, AuditTotals totals)
    {
        if (totals.Current.Sales > 0)
            WriteTotal(console, totals.Current.Sales == 1 ? "total, 1 current sale" : $"total, {totals.Current.Sales:N0} current sales", totals.Current, hasStock: true);
        if (totals.Earlier.Sales > 0)
            WriteTotal(console, $"total, {Earlier(totals.Earlier.Sales)}", totals.Earlier, hasStock: false);
    }

    private static void WriteTotal(IAnsiConsole console, string title, Totals totals, bool hasStock)
    {
        console.Write(Draw(title, totals, hasStock));
        var wrong = totals.Sales - totals.Balanced;
        console.MarkupLineInterpolated(wrong == 0 ? (FormattableString)$"[green]all balanced[/]" : $"[red]{wrong:N0} of {totals.Sales:N0} not balanced[/]");
        console.WriteLine();
    }

    private static void WriteBroker(IAnsiConsole console, AuditResult result)
    {
        if (result.Books.Any(books => books.Broker != default))
            console.WriteLine("broker: accepted, and in none of the other places. RabbitMQ counts messages, not the orders of a sale.");
        console.WriteLine($"RabbitMQ: {result.BrokerReady:N0} messages ready");
        if (result.Books.Count == 0)
            console.WriteLine("No product has had a sale yet.");
    }

    private static Table Draw(string title, Totals totals, bool hasStock)
    {
        var table = TallyTable.Create(title);

        // Of an earlier sale only what it sold is still known.
        if (hasStock)
        {
            table.AddUnits("initial", totals.Initial);
            table.AddUnits("added", totals.Added);
            if (totals.Returned > 0)
                table.AddUnits("returned", totals.Returned);
            table.AddUnits("remaining", totals.Remaining);
            if (totals.Sold != totals.Accepted.Units)
                table.AddUnits(totals.Due == 0 ? "held" : $"held, {totals.Due:N0} of the holds due", totals.Held).AddUnits("sold", totals.Sold);
        }

        return table
            .AddTally("accepted", totals.Accepted)
            .AddTally("outbox", totals.Outbox)
            .AddTally("broker", totals.Broker)
            .AddTally("PostgreSQL", totals.Stored)
            .AddTally("dead", totals.Dead)
            .AddTally("discarded", totals.Discarded);
    }

    private static string Pruned(int count) => count == 0 ? "" : $"; the orders of {count:N0} are not kept any more";

    private static string Earlier(int count) => count == 1 ? "1 earlier sale" : $"{count:N0} earlier sales";
}
