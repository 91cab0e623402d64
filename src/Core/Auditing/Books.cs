using System.Text.Json.Serialization;

namespace FlashFlow.Core.Auditing;

/// <summary>The books of one sale at one moment (G6). As JSON they are shown to operators and scripts: members may be added, never renamed.</summary>
public sealed record Books
{
    /// <summary>The product.</summary>
    public required string ProductId { get; init; }

    /// <summary>The sale.</summary>
    public required long Epoch { get; init; }

    /// <summary>False for an earlier sale of the product, of which only what it sold is still known.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>Units at the start.</summary>
    public required long Initial { get; init; }

    /// <summary>Units added later.</summary>
    public required long Added { get; init; }

    /// <summary>Units that were cancelled and are for sale again.</summary>
    public long Returned { get; init; }

    /// <summary>Units not sold.</summary>
    public required long Remaining { get; init; }

    /// <summary>Units held for shoppers who pay.</summary>
    public long Held { get; init; }

    /// <summary>Holds whose deadline has passed, and which nobody has taken back yet.</summary>
    public long Due { get; init; }

    /// <summary>Units of orders whose hold was released or has expired.</summary>
    public long Lapsed { get; init; }

    /// <summary>Units sold, those that were cancelled since among them. Of an earlier sale it is not known which of its orders lapsed.</summary>
    public long Sold => Accepted.Units - Held - Lapsed;

    /// <summary>What the ledger accepted.</summary>
    public required Tally Accepted { get; init; }

    /// <summary>What lies in the outbox and is not stored or dead-lettered, in the broker or not: it stays there until it is.</summary>
    public required Tally Outbox { get; init; }

    /// <summary>What was accepted and has not come to an end: in the outbox, in the broker or in a drain's hands, or else lost.</summary>
    public Tally InFlight => Accepted - Stored - Dead - Discarded;

    /// <summary>
    /// What is in flight beyond the outbox: in the broker or in a drain's hands alone, as a dead letter is that was replayed, or else lost. Worked out,
    /// since RabbitMQ counts messages and not the orders of a sale.
    /// </summary>
    public Tally Broker => new(Math.Max(0, InFlight.Orders - Outbox.Orders), Math.Max(0, InFlight.Units - Outbox.Units));

    /// <summary>When its orders left the store, as they were not to be kept any more; null while they are kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? PrunedAt { get; init; }

    /// <summary>What is stored; of a sale whose orders are not kept any more, what was.</summary>
    public required Tally Stored { get; init; }

    /// <summary>What is among the dead letters.</summary>
    public required Tally Dead { get; init; }

    /// <summary>Where its transitions are; null for an earlier sale, of which only its orders are still known.</summary>
    public TransitionBooks? Transitions { get; init; }

    /// <summary>Transitions that a rebuild of the ledger could not find any more; see <see cref="Sales.Sale.Lost"/>.</summary>
    public long Lost { get; init; }

    /// <summary>Why the ledger sells nothing of it; null unless it lost data (G7).</summary>
    public string? Suspended { get; init; }

    /// <summary>Dead letters that operators gave up: accepted, and never to be stored.</summary>
    public Tally Discarded { get; init; }

    /// <summary>Units that came in and are neither left nor held nor sold; below 0 when more are than came in. 0 for an earlier sale.</summary>
    public long StockGap => IsCurrent ? Initial + Added + Returned - Remaining - Held - Sold : 0;

    /// <summary>Nothing is on its way any more.</summary>
    public bool IsAtRest => InFlight == default && (Transitions?.InFlight ?? 0) == 0;

    /// <summary>Nothing is on its way any more, and everything adds up.</summary>
    public bool IsBalanced => IsAtRest && Imbalance is null;

    /// <summary>What cannot be right whatever is still on its way; null when nothing is wrong.</summary>
    public string? Imbalance => this switch
    {
        { Suspended: { } reason } => $"the sale is suspended: {reason}",
        { StockGap: not 0 } =>
            $"{CameIn}, but {Left}: {Tally.NameUnits(Math.Abs(StockGap))} " + (StockGap > 0 ? "missing" : "too many"),
        { Remaining: < 0 } => $"{Tally.NameUnits(-Remaining)} oversold",
        { InFlight.Orders: < 0 } or { InFlight.Units: < 0 } =>
            $"{Ended}, but only {Accepted} accepted: {Excess} too many",
        { InFlight: { Orders: 0, Units: not 0 } } => $"{Tally.NameUnits(InFlight.Units)} accepted in orders that are stored without them",
        { Transitions: { InFlight: < 0 } transitions } =>
            $"{TransitionBooks.Name(transitions.Seq - transitions.InFlight)} stored, dead-lettered, discarded or lost, but only {transitions.Seq} happened",
        _ => null,
    };

    private string CameIn => Returned == 0 ? $"{Initial} + {Added} units came in" : $"{Initial} + {Added} units came in and {Returned} came back";

    private string Left => Held == 0 ? $"{Remaining} are left and {Sold} sold" : $"{Remaining} are left, {Held} held and {Sold} sold";

    private string Ended => string.Join(
        ", ",
        new[] { (Tally: Stored, Words: "stored"), (Tally: Dead, Words: "dead-lettered"), (Tally: Discarded, Words: "discarded") }
            .Where(end => end.Tally != default)
            .Select(end => $"{end.Tally} {end.Words}"));

    private Tally Excess => new(Math.Max(0, -InFlight.Orders), Math.Max(0, -InFlight.Units));
}
