using FlashFlow.Core.Auditing;

namespace FlashFlow.Operator.Audit;

/// <summary>What <c>audit --total --json</c> prints: members may be added, never renamed.</summary>
/// <param name="Current">The current sales.</param>
/// <param name="Earlier">The earlier sales, of which only what they sold is still known.</param>
/// <param name="BrokerReady">Messages that wait in the broker for a drain, as RabbitMQ counts them.</param>
/// <param name="IsBalanced">Every single sale balances.</param>
internal sealed record AuditTotals(Totals Current, Totals Earlier, long BrokerReady, bool IsBalanced)
{
    public static AuditTotals Of(AuditResult result) => new(
        Totals.Of([.. result.Books.Where(books => books.IsCurrent)]),
        Totals.Of([.. result.Books.Where(books => !books.IsCurrent)]),
        result.BrokerReady,
        result.IsBalanced);
}
