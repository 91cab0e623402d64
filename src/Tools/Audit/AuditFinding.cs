using FlashFlow.Core.Auditing;

namespace FlashFlow.Tools.Audit;

/// <summary>Says in words how a sale's books stand.</summary>
internal static class AuditFinding
{
    public static string Of(Books books, AuditResult result) => books switch
    {
        { IsBalanced: true } => "balanced",
        { Imbalance: { } imbalance } => $"does not balance: {imbalance}",
        _ when result.IsAccountedFor => $"in flight: {books.InFlight.Orders:N0}",
        _ => $"in flight: {books.InFlight.Orders:N0}, unaccounted for: outbox and broker were empty for {result.Waited.TotalSeconds:0.#} s, "
            + "so a drain has them and cannot store them, or they are lost",
    };
}
