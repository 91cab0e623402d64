using System.Diagnostics;
using FlashFlow.Core.Auditing;
using FlashFlow.Operator.Engine;

namespace FlashFlow.Operator.Audit;

/// <summary>Audits until nothing is in flight any more.</summary>
internal sealed class AuditPoll(EngineAccess engine)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    // An audit of millions of orders takes PostgreSQL a while: it has four times as long for the sale in between.
    private const int PausesPerAudit = 4;

    // An order passes through a drain's hands in milliseconds; one that stays there for this long is stuck.
    private static readonly TimeSpan LongInOneHand = TimeSpan.FromSeconds(1);

    /// <summary>Draws up the books again and again until they have settled or <paramref name="wait"/> is over.</summary>
    /// <param name="productId">The product, or null for all.</param>
    /// <param name="wait">How long at most.</param>
    /// <param name="whenWaiting">Called once, if there is something to wait for.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public async Task<AuditResult> RunAsync(string? productId, TimeSpan wait, Action? whenWaiting, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var isAccountedFor = wait < LongInOneHand;
        while (true)
        {
            var begun = Stopwatch.GetTimestamp();
            var ready = await engine.Broker.CountReadyAsync();
            var books = productId is null
                ? await engine.Auditor.AuditAllAsync(cancellation)
                : await engine.Auditor.AuditAsync(productId, cancellation);
            isAccountedFor |= ready > 0 || books.All(sale => sale.IsAtRest) || books.Any(sale => sale.Outbox != default || sale.Transitions is { Outbox: > 0 });

            var waited = Stopwatch.GetElapsedTime(started);
            if (waited >= wait || books.All(IsSettled))
                return new(books, ready, waited, isAccountedFor, await CountUnreadableAsync(books, cancellation));
            whenWaiting?.Invoke();
            whenWaiting = null;
            var pause = Stopwatch.GetElapsedTime(begun) * PausesPerAudit;
            await Task.Delay(pause < ShortestPause ? ShortestPause : pause < wait - waited ? pause : wait - waited, cancellation);
        }
    }

    private async Task<long> CountUnreadableAsync(IReadOnlyList<Books> books, CancellationToken cancellation) =>
        books.All(sale => sale.IsBalanced) ? 0 : (await engine.DeadLetters.CountAsync(cancellation)).Unreadable;

    // What cannot be right does not become right by waiting.
    private static bool IsSettled(Books books) => books.IsAtRest || books.Imbalance is not null;
}
