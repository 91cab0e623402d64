using FlashFlow.Core.Auditing;

namespace FlashFlow.Operator.Audit;

/// <summary>The books as they stand when nothing moves any more, or when the wait is over.</summary>
/// <param name="Books">All sales asked for, the current one of a product before its earlier ones.</param>
/// <param name="BrokerReady">Messages that wait in the broker for a drain.</param>
/// <param name="Waited">How long in-flight orders were waited for.</param>
/// <param name="IsAccountedFor">
/// False when something is in flight though outbox and broker were empty at every look: then it is in the hands of a drain, or lost.
/// </param>
/// <param name="UnreadableLetters">Dead letters of which nobody can say whose orders they hold; looked for only when something does not balance.</param>
internal sealed record AuditResult(IReadOnlyList<Books> Books, long BrokerReady, TimeSpan Waited, bool IsAccountedFor, long UnreadableLetters)
{
    /// <summary>Every sale balances.</summary>
    public bool IsBalanced => Books.All(books => books.IsBalanced);
}
