namespace FlashFlow.Operator.Demo.Holds;

/// <summary>Holds a demo of holds against what was promised.</summary>
internal static class HoldsVerdict
{
    /// <summary>What must hold, in the order it is told.</summary>
    public static IReadOnlyList<Check> Of(HoldsResult result) =>
    [
        new($"exactly {result.Stock} are paid for", FindWrongCount(result)),
        new("the ledger has sold exactly those, and holds none", FindWrongBooks(result)),
        new("no error", FindErrors(result.Record)),
        new("the books balance", DemoVerdict.FindImbalance(result.Books, result.Epoch)),
    ];

    // G1 and G2: not one too many, and not one too few.
    private static string? FindWrongCount(HoldsResult result) =>
        result.Record.Paid.Count == result.Stock ? null : $"{result.Record.Paid.Count:N0} are";

    // G9: who was told that a payment has its unit has one.
    private static string? FindWrongBooks(HoldsResult result) => result.OwnBooks switch
    {
        null => $"it no longer knows sale {result.Epoch}",
        { Held: 0, Remaining: var left, Sold: var sold } when sold == result.Record.Paid.Count && left == result.Stock - sold => null,
        var books => $"{books.Sold:N0} sold, {books.Held:N0} held, {books.Remaining:N0} left",
    };

    private static string? FindErrors(HoldsRecord record) =>
        record.Unexpected.Count == 0 ? null : string.Join("; ", record.Unexpected.Select(answer => $"{answer.Value:N0} x {answer.Key}"));
}
