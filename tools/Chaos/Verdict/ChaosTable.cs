using FlashFlow.Core.Buying;
using Spectre.Console;

namespace FlashFlow.Chaos.Verdict;

/// <summary>Shows what was sold in a run, and what its clients heard.</summary>
internal static class ChaosTable
{
    public static Table OfSales(ChaosResult result)
    {
        var table = new Table().AddColumn("product");
        foreach (var name in new[] { "stock", "added", "sold", "rows", "buys", "told of an order", "told again", "balanced" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var sale in result.Sales)
        {
            var rows = result.Stored.Where(order => order.Epoch == sale.Epoch).ToArray();
            var buys = result.Journal.Buys.Where(buy => buy.ProductId == sale.Product.ProductId).ToArray();
            var isBalanced = result.Books.Any(books => books.Epoch == sale.Epoch && books.IsBalanced);
            table.AddRow(
                sale.Product.ProductId,
                $"{sale.Product.Stock:N0}",
                $"{sale.Added:N0}",
                $"{rows.Sum(order => (long)order.Sold):N0}",
                $"{rows.Length:N0}",
                $"{buys.Length:N0}",
                $"{buys.Count(buy => buy.OrderId is not null):N0}",
                $"{buys.Sum(buy => buy.Replays):N0}",
                isBalanced ? "yes" : "no");
        }

        return table;
    }

    public static Table OfAnswers(ChaosResult result, RowMatch rows)
    {
        var journal = result.Journal;
        var table = new Table().AddColumn("").AddColumn(new TableColumn("count").RightAligned());
        table.AddRow("requests", $"{journal.Requests:N0}");
        table.AddRow("  refused (409)", $"{journal.Refusals:N0}");
        table.AddRow("  not tried (503)", $"{journal.NotTried:N0}");
        table.AddRow("  without an answer, or outcome_unknown", $"{journal.Unknown:N0}");
        table.AddRow("buys without a key that nobody can say of", $"{rows.Unknown:N0}");
        table.AddRow("rows whose clients never heard of them", $"{rows.Unheard:N0}");
        table.AddRow("holds confirmed", $"{journal.Purchases.Count(purchase => purchase.IsConfirmed):N0}");
        table.AddRow("  after their deadline", $"{result.Stored.Count(order => order.State is { IsReinstated: true }):N0}");
        table.AddRow("holds whose payment was refused for good", $"{journal.Purchases.Count(purchase => purchase.IsRefused):N0}");
        table.AddRow("holds released", $"{journal.Purchases.Count(purchase => purchase.IsReleased):N0}");
        table.AddRow("holds that expired", $"{result.Stored.Count(order => order.State is { Status: OrderStatus.Expired }):N0}");
        table.AddRow("orders cancelled, or some units of them", $"{journal.Purchases.Count(purchase => purchase.Cancelled > 0):N0}");
        var line = journal.Line;
        table.AddRow("rooms, each with a draw", $"{line.Proofs.Count:N0}");
        table.AddRow("looks at the line, and joins", $"{line.Looks.Count:N0}");
        table.AddRow("stays in line", $"{line.Stays.Count:N0}");
        table.AddRow("  let in", $"{line.Stays.Count(stay => stay.Pass is not null):N0}");
        table.AddRow("  left while they waited", $"{line.Stays.Count(stay => stay.HasLeftLine):N0}");
        table.AddRow("buys with a pass", $"{line.Buys.Count(buy => buy.Reply.HasOrder):N0}");
        table.AddRow("  refused (403): no pass, or a wrong, used or late one", $"{line.Buys.Count(buy => buy.Reply.Status == 403):N0}");
        foreach (var (name, count) in result.EndedByThemselves.Where(part => part.Value > 0))
            table.AddRow($"{name} ended by itself and was started again", $"{count:N0}");
        return table;
    }
}
