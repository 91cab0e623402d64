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

    /// <summary>Units not sold.</summary>
    public required long Remaining { get; init; }

    /// <summary>What the ledger accepted.</summary>
    public required Tally Accepted { get; init; }

    /// <summary>What lies in the outbox. An entry may be here and further on at once, until the broker's confirm has removed it.</summary>
    public required Tally Outbox { get; init; }

    /// <summary>What was accepted and is neither stored nor dead-lettered: in the outbox, in the broker or in a drain's hands, or else lost.</summary>
    public Tally InFlight => Accepted - Stored - Dead;

    /// <summary>What is stored.</summary>
    public required Tally Stored { get; init; }

    /// <summary>What was dead-lettered.</summary>
    public required Tally Dead { get; init; }

    /// <summary>Orders that were accepted and that a rebuild of the ledger could not find any more; see <see cref="Sales.Sale.Lost"/>.</summary>
    public long Lost { get; init; }

    /// <summary>Why the ledger sells nothing of it; null unless it lost data (G7).</summary>
    public string? Suspended { get; init; }

    /// <summary>Nothing is on its way any more, and everything adds up.</summary>
    public bool IsBalanced => InFlight == default && Imbalance is null;

    /// <summary>What cannot be right whatever is still on its way; null when nothing is wrong.</summary>
    public string? Imbalance => this switch
    {
        { Suspended: { } reason } => $"the sale is suspended: {reason}",
        { IsCurrent: true } when Initial + Added != Remaining + Accepted.Units =>
            $"{Initial} + {Added} units came in, but {Remaining} are left and {Accepted.Units} sold",
        { Remaining: < 0 } => $"{-Remaining} units were oversold",
        { InFlight.Orders: < 0 } or { InFlight.Units: < 0 } =>
            $"{Stored.Orders} orders ({Stored.Units} units) are stored and {Dead.Orders} dead-lettered, but only {Accepted.Orders} ({Accepted.Units} units) were accepted",
        { InFlight: { Orders: 0, Units: not 0 } } => $"{InFlight.Units} units are accepted in orders that are stored without them",
        _ => null,
    };
}
