namespace FlashFlow.Console.Fronts.Sales;

/// <summary>The books of one sale, as <c>/audit</c> shows them (G6).</summary>
public sealed record Books
{
    public long Epoch { get; init; }

    public bool IsCurrent { get; init; }

    public long Initial { get; init; }

    public long Added { get; init; }

    public long Returned { get; init; }

    public long Remaining { get; init; }

    public long Held { get; init; }

    public long Due { get; init; }

    public long Sold { get; init; }

    public Tally Accepted { get; init; } = new();

    public Tally Outbox { get; init; } = new();

    public Tally Broker { get; init; } = new();

    public Tally Stored { get; init; } = new();

    public Tally Dead { get; init; } = new();

    public Tally Discarded { get; init; } = new();

    public long Lost { get; init; }

    public bool IsAtRest { get; init; }

    public bool IsBalanced { get; init; }

    public string? Imbalance { get; init; }
}
