namespace FlashFlow.Core.Auditing;

/// <summary>
/// Where the transitions of a sale are (G6): each order held or sold is one, and so is each change of an order and of the sale. They are
/// numbered without a gap, so that none can be missing unnoticed.
/// </summary>
public sealed record TransitionBooks
{
    /// <summary>How many there were: the ledger's number of the last.</summary>
    public required long Seq { get; init; }

    /// <summary>In the outbox, and not stored or dead-lettered.</summary>
    public long Outbox { get; init; }

    /// <summary>Stored.</summary>
    public long Stored { get; init; }

    /// <summary>Among the dead letters.</summary>
    public long Dead { get; init; }

    /// <summary>In dead letters that operators gave up.</summary>
    public long Discarded { get; init; }

    /// <summary>Found nowhere when the ledger was rebuilt; see <see cref="Sales.Sale.Lost"/>.</summary>
    public long Lost { get; init; }

    /// <summary>What has not come to an end: in the outbox, in the broker or in a drain's hands, or else lost.</summary>
    public long InFlight => Seq - Stored - Dead - Discarded - Lost;

    /// <summary>"1 transition", "2 transitions".</summary>
    public static string Name(long count) => count == 1 ? "1 transition" : $"{count} transitions";
}
