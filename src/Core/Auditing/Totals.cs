namespace FlashFlow.Core.Auditing;

/// <summary>The books of several sales added up (G6). As JSON they are shown to scripts: members may be added, never renamed.</summary>
public sealed record Totals
{
    /// <summary>How many sales.</summary>
    public required int Sales { get; init; }

    /// <summary>How many of them balance.</summary>
    public required int Balanced { get; init; }

    /// <summary>Units at the start, of the current sales.</summary>
    public required long Initial { get; init; }

    /// <summary>Units added later, to the current sales.</summary>
    public required long Added { get; init; }

    /// <summary>Units that were cancelled and are for sale again, of the current sales.</summary>
    public long Returned { get; init; }

    /// <summary>Units held for shoppers who pay, of the current sales.</summary>
    public long Held { get; init; }

    /// <summary>Holds whose deadline has passed, and which nobody has taken back yet.</summary>
    public long Due { get; init; }

    /// <summary>Units sold, of the current sales; see <see cref="Books.Sold"/>.</summary>
    public long Sold { get; init; }

    /// <summary>Transitions of the current sales that have not come to an end.</summary>
    public long TransitionsInFlight { get; init; }

    /// <summary>Units not sold, of the current sales.</summary>
    public required long Remaining { get; init; }

    /// <summary>What the ledger accepted.</summary>
    public required Tally Accepted { get; init; }

    /// <summary>What lies in the outboxes.</summary>
    public required Tally Outbox { get; init; }

    /// <summary>What is in flight beyond the outboxes; see <see cref="Books.Broker"/>.</summary>
    public required Tally Broker { get; init; }

    /// <summary>What was accepted and has not come to an end; see <see cref="Books.InFlight"/>.</summary>
    public required Tally InFlight { get; init; }

    /// <summary>What is stored.</summary>
    public required Tally Stored { get; init; }

    /// <summary>What is among the dead letters.</summary>
    public required Tally Dead { get; init; }

    /// <summary>What operators discarded.</summary>
    public required Tally Discarded { get; init; }

    /// <summary>See <see cref="Books.StockGap"/>. What is missing in one sale and too many in another does not show here: <see cref="Balanced"/> tells.</summary>
    public required long StockGap { get; init; }

    /// <summary>Adds up books.</summary>
    public static Totals Of(IReadOnlyCollection<Books> books) => new()
    {
        Sales = books.Count,
        Balanced = books.Count(sale => sale.IsBalanced),
        Initial = books.Sum(sale => sale.Initial),
        Added = books.Sum(sale => sale.Added),
        Returned = books.Sum(sale => sale.Returned),
        Remaining = books.Sum(sale => sale.Remaining),
        Held = books.Sum(sale => sale.Held),
        Due = books.Sum(sale => sale.Due),
        Sold = books.Where(sale => sale.IsCurrent).Sum(sale => sale.Sold),
        TransitionsInFlight = books.Sum(sale => sale.Transitions?.InFlight ?? 0),
        Accepted = Sum(books, sale => sale.Accepted),
        Outbox = Sum(books, sale => sale.Outbox),
        Broker = Sum(books, sale => sale.Broker),
        InFlight = Sum(books, sale => sale.InFlight),
        Stored = Sum(books, sale => sale.Stored),
        Dead = Sum(books, sale => sale.Dead),
        Discarded = Sum(books, sale => sale.Discarded),
        StockGap = books.Sum(sale => sale.StockGap),
    };

    private static Tally Sum(IEnumerable<Books> books, Func<Books, Tally> part) =>
        books.Aggregate(default(Tally), (sum, sale) => sum + part(sale));
}
