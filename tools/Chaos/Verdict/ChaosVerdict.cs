using FlashFlow.Core.Auditing;
using FlashFlow.Chaos.Shopping;

namespace FlashFlow.Chaos.Verdict;

/// <summary>Holds a run against what was promised.</summary>
internal static class ChaosVerdict
{
    /// <summary>All that must hold, in the order it is told.</summary>
    public static IReadOnlyList<Check> Of(ChaosResult result, RowMatch rows, HoldMatch holds, LineMatch line) =>
    [
        new("G1 G2  every unit is sold, and not one more", FindWrongSum(result)),
        new("G3     every order that a client was told of is one row", First(rows.Lost)),
        new("G3     every row has one client's buy behind it, whom nobody told that nothing was ordered", First(rows.Surplus)),
        new("G3     every order is stored as the ledger has it", First(holds.FindStale())),
        new("G4     who asked again got the first answer again", First(result.Journal.Buys.Select(buy => buy.Contradiction).OfType<string>())),
        new("G4     who has a key knows in the end", First(result.Journal.Buys.Where(IsInTheDark).Select(buy => $"{buy.ShopperId} never heard what became of {buy.Key}"))),
        new("G5     nobody is over the limit", First(FindTooMany(result))),
        new("G6     the books balance, and every restock counts once", First(FindImbalances(result))),
        new("G8     no dead letters", result.DeadLetters == 0 ? null : $"there are {result.DeadLetters:N0}"),
        new("G9     every payment and every change has one answer", First(holds.FindUnclear())),
        new("G9     no charge without a unit, no unit uncharged, and what was told is stored", First(holds.FindUntrue())),
        new("G9     no hold came to two ends", First(holds.FindTwoEnds())),
        new("G10    who reads the feed, and a webhook, has the table of the store", First(result.Readers.SelectMany(reader => reader.FindDifferences(result.Stored)))),
        new("G11    who waits keeps their place, which follows from the draw or from when they came", First(line.FindMoved())),
        new("G11    the line never goes back, nor faster than the rate allows, nor further than there are units for", First(line.FindRushed())),
        new("G11    only who was let in bought, once, while their pass was good, and a good pass was not refused", First(line.FindUninvited())),
        new("G11    nobody who stayed in line was passed over, and all of them got in", First(line.FindPassedOver())),
        new("       transitions are numbered from 1 without a gap", First(FindGaps(result))),
        new("       no answer that a sale never gives", First(result.Journal.Unexpected.Select(answer => $"{answer.Value:N0} x {answer.Key}").Concat(result.Journal.Line.Unexpected))),
        new("       no front and no drain ended by itself", First(FindEnded(result))),
    ];

    private static string? First(IEnumerable<string> wrong)
    {
        var all = wrong.ToArray();
        return all.Length > 1 ? $"{all[0]} (and {all.Length - 1:N0} more)" : all.FirstOrDefault();
    }

    private static bool IsInTheDark(ClientBuy buy) => buy is { Key: not null, IsKnown: false };

    private static string? FindWrongSum(ChaosResult result) => First(
        from sale in result.Sales
        let sold = result.Stored.Where(order => order.Epoch == sale.Epoch).Sum(order => (long)order.Sold)
        where sold != sale.Units
        select $"{sold:N0} of {sale.Units:N0} units of {sale.Product.ProductId} are sold");

    private static IEnumerable<string> FindTooMany(ChaosResult result) =>
        from sale in result.Sales
        where sale.Product.Limit > 0
        from shopper in result.Stored.Where(order => order.Epoch == sale.Epoch).GroupBy(order => order.ShopperId)
        let units = shopper.Sum(order => order.Counted)
        where units > sale.Product.Limit
        select $"{shopper.Key} has {units} units of {sale.Product.ProductId}, of which nobody may have more than {sale.Product.Limit}";

    private static IEnumerable<string> FindImbalances(ChaosResult result)
    {
        foreach (var sale in result.Sales)
        {
            if (result.Books.SingleOrDefault(books => books.Epoch == sale.Epoch) is not { } books)
                yield return $"the ledger does not know sale {sale.Epoch} of {sale.Product.ProductId}";
            else if (!books.IsBalanced)
                yield return $"{books.ProductId}: {books.Imbalance ?? $"{books.InFlight.Orders:N0} accepted orders are neither stored nor dead-lettered"}";
            else if (books.Outbox != default)
                yield return $"{books.ProductId}: {books.Outbox.Orders:N0} orders still lie in the outbox";
            else if (books.Added != sale.Added)
                yield return $"{books.ProductId}: {books.Added:N0} units were added instead of {sale.Added:N0}";
        }
    }

    private static IEnumerable<string> FindGaps(ChaosResult result) =>
        from sale in result.Books
        let orders = result.Stored.Where(order => order.Epoch == sale.Epoch).Select(order => order.Position)
        let seqs = orders.Concat(result.Events.Where(happened => happened.Epoch == sale.Epoch).Select(happened => happened.Seq)).Order().ToArray()
        where !seqs.SequenceEqual(Enumerable.Range(1, seqs.Length).Select(seq => (long)seq))
        select $"{seqs.Length:N0} transitions of {sale.ProductId} have numbers from {seqs[0]:N0} to {seqs[^1]:N0}";

    // A silo that its cluster took for dead ends itself as soon as it notices.
    private static IEnumerable<string> FindEnded(ChaosResult result) =>
        from part in result.EndedByThemselves
        where part.Value > 0 && !part.Key.StartsWith("silo", StringComparison.Ordinal)
        select $"{part.Key} did, {part.Value} times";
}
