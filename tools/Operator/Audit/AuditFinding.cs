using FlashFlow.Core.Auditing;

namespace FlashFlow.Operator.Audit;

/// <summary>Says in words how a sale's books stand.</summary>
internal static class AuditFinding
{
    public static string Of(Books books, AuditResult result) => books switch
    {
        { IsBalanced: true, PrunedAt: { } since } => $"balanced, by what is known of its orders since they were dropped on {since:yyyy-MM-dd}",
        { IsBalanced: true } => "balanced",
        { Imbalance: { } imbalance } => $"does not balance: {imbalance}",
        _ when result.IsAccountedFor => $"in flight: {OnTheWay(books)}",
        _ => $"in flight: {OnTheWay(books)}, unaccounted for: outbox and broker were empty for {result.Waited.TotalSeconds:0.#} s, "
            + $"so a drain has them and cannot store them, {Unreadable(result.UnreadableLetters)}or they are lost (--missing FILE names them)",
    };

    // Orders say more than transitions; these may be on their way alone.
    private static string OnTheWay(Books books) =>
        books.InFlight != default ? $"{books.InFlight}" : TransitionBooks.Name(books.Transitions!.InFlight);

    private static string Unreadable(long letters) => letters switch
    {
        0 => "",
        1 => "or they are in the one dead letter that cannot be read (./flashflow dead list), ",
        _ => $"or they are in the {letters:N0} dead letters that cannot be read (./flashflow dead list), ",
    };
}
