namespace FlashFlow.Tools.Demo;

/// <summary>Holds a demo run against what was promised.</summary>
internal static class DemoVerdict
{
    /// <summary>The four things that must hold, in the order they are told.</summary>
    public static IReadOnlyList<Check> Of(DemoResult result) =>
    [
        new($"exactly {result.Sale.Stock} accepted", FindWrongCount(result)),
        new("exactly those orders in PostgreSQL", FindWrongRows(result)),
        new("no error", FindErrors(result)),
        new("the books balance", FindImbalance(result)),
    ];

    // G1 and G2: not one too many, and not one too few.
    private static string? FindWrongCount(DemoResult result)
    {
        var accepted = result.Answers.OrderIds.Count;
        var distinct = result.Answers.OrderIds.Distinct().Count();
        if (accepted != result.Sale.Stock)
            return $"{accepted:N0} were accepted";
        return distinct == accepted ? null : $"only {distinct:N0} of {accepted:N0} order ids are different";
    }

    // G3: every accepted order once, and none that was not.
    private static string? FindWrongRows(DemoResult result)
    {
        var missing = result.Answers.OrderIds.Except(result.StoredOrderIds).ToArray();
        var surplus = result.StoredOrderIds.Except(result.Answers.OrderIds).ToArray();
        return (missing, surplus) switch
        {
            ([], []) => null,
            ([var first, ..], []) => $"{missing.Length:N0} accepted orders are not stored, such as {first}",
            ([], [var first, ..]) => $"{surplus.Length:N0} orders are stored that no shopper was told of, such as {first}",
            _ => $"{missing.Length:N0} accepted orders are not stored, and {surplus.Length:N0} are that no shopper was told of",
        };
    }

    private static string? FindErrors(DemoResult result)
    {
        var errors = result.Load.Errors.Concat(result.Answers.Unexpected).Select(error => $"{error.Value:N0} x {error.Key}").ToArray();
        return errors.Length == 0 ? null : string.Join("; ", errors);
    }

    // G6, also of the earlier demo runs: what they left behind would be this product's too.
    private static string? FindImbalance(DemoResult result)
    {
        if (!result.Books.Any(books => books.Epoch == result.Sale.Epoch))
            return $"the ledger no longer knows sale {result.Sale.Epoch}";
        var wrong = result.Books.FirstOrDefault(books => !books.IsBalanced);
        return wrong is null
            ? null
            : $"sale {wrong.Epoch}: {wrong.Imbalance ?? $"{wrong.InFlight.Orders:N0} accepted orders are neither stored nor dead-lettered"}";
    }
}
