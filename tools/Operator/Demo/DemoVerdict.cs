using FlashFlow.Core.Auditing;

namespace FlashFlow.Operator.Demo;

/// <summary>Holds a demo run against what was promised.</summary>
internal static class DemoVerdict
{
    /// <summary>The four things that must hold, in the order they are told.</summary>
    public static IReadOnlyList<Check> Of(DemoResult result) =>
    [
        new($"exactly {result.Sale.Stock} accepted", FindWrongCount(result)),
        new("exactly those orders in PostgreSQL", FindWrongRows(result.Answers.OrderIds, result.StoredOrderIds)),
        new("no error", FindErrors(result)),
        new("the books balance", FindImbalance(result.Books, result.Sale.Epoch)),
    ];

    /// <summary>Compares what shoppers were told with what is stored (G3): every accepted order once, and none that was not.</summary>
    /// <param name="accepted">The ids that shoppers were told.</param>
    /// <param name="stored">The ids in PostgreSQL.</param>
    /// <param name="untold">How many more there may be, because nobody heard what became of them.</param>
    public static string? FindWrongRows(IReadOnlyList<Guid> accepted, IReadOnlyList<Guid> stored, long untold = 0)
    {
        var missing = accepted.Except(stored).ToArray();
        var surplus = stored.Except(accepted).ToArray();
        if (surplus.Length <= untold)
            surplus = [];
        return (missing, surplus) switch
        {
            ([], []) => null,
            ([var first, ..], []) => $"{missing.Length:N0} accepted orders are not stored, such as {first}",
            ([], [var first, ..]) => $"{surplus.Length:N0} orders are stored that no shopper was told of, such as {first}",
            _ => $"{missing.Length:N0} accepted orders are not stored, and {surplus.Length:N0} are that no shopper was told of",
        };
    }

    /// <summary>Looks for what does not balance (G6), also in earlier sales: what they left behind would be this product's too.</summary>
    public static string? FindImbalance(IReadOnlyList<Books> books, long epoch)
    {
        if (!books.Any(sale => sale.Epoch == epoch))
            return $"the ledger no longer knows sale {epoch}";
        var wrong = books.FirstOrDefault(sale => !sale.IsBalanced);
        return wrong is null
            ? null
            : $"sale {wrong.Epoch}: {wrong.Imbalance ?? $"{wrong.InFlight.Orders:N0} accepted orders are neither stored nor dead-lettered"}";
    }

    // G1 and G2: not one too many, and not one too few.
    private static string? FindWrongCount(DemoResult result)
    {
        var accepted = result.Answers.OrderIds.Count;
        var distinct = result.Answers.OrderIds.Distinct().Count();
        if (accepted != result.Sale.Stock)
            return $"{accepted:N0} were accepted";
        return distinct == accepted ? null : $"only {distinct:N0} of {accepted:N0} order ids are different";
    }

    private static string? FindErrors(DemoResult result)
    {
        var errors = result.Load.Errors.Concat(result.Answers.Unexpected).Select(error => $"{error.Value:N0} x {error.Key}").ToArray();
        return errors.Length == 0 ? null : string.Join("; ", errors);
    }
}
