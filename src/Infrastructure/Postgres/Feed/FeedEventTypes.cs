using FlashFlow.Core.Draining;

namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>The names of what the feed tells.</summary>
public static class FeedEventTypes
{
    /// <summary>An order's units are held.</summary>
    public const string Held = "order.held";

    /// <summary>An order was sold at once, or paid for.</summary>
    public const string Confirmed = "order.confirmed";

    /// <summary>A sale began.</summary>
    public const string Started = "sale.started";

    /// <summary>Transitions are missing for good: an operator has given them up.</summary>
    public const string Gap = "sale.gap";

    // What happens to a sale, and not to one order.
    private static readonly TransitionKind[] OfSales =
    [
        TransitionKind.Returned, TransitionKind.Restocked, TransitionKind.Paused, TransitionKind.Resumed, TransitionKind.Closed, TransitionKind.Changed,
        TransitionKind.Archived,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Held, .. Enum.GetValues<TransitionKind>().Select(Of), Started, Gap];

    /// <summary>The name of a transition other than the first of an order.</summary>
    public static string Of(TransitionKind kind) => (Array.IndexOf(OfSales, kind) < 0 ? "order." : "sale.") + TransitionKinds.Name(kind);
}
