namespace FlashFlow.Console.Fronts.Sales;

/// <summary>What a rebuild would make of a suspended sale.</summary>
public sealed record RebuildPlan
{
    public string ProductId { get; init; } = "";

    public long Epoch { get; init; }

    public string Reason { get; init; } = "";

    public DateTimeOffset? Since { get; init; }

    /// <summary>What the sale will be.</summary>
    public string State { get; init; } = "";

    public long Initial { get; init; }

    public long Added { get; init; }

    public Tally Stored { get; init; } = new();

    public Tally Discarded { get; init; } = new();

    public Tally Dead { get; init; } = new();

    public Tally Outbox { get; init; } = new();

    public Tally Accepted { get; init; } = new();

    public long Returned { get; init; }

    public long Held { get; init; }

    public long Lapsed { get; init; }

    public long Sold { get; init; }

    public long Remaining { get; init; }

    /// <summary>How many transitions are known to have happened and were found nowhere.</summary>
    public long Missing { get; init; }

    /// <summary>Their numbers, as ranges; the first of them where there are many.</summary>
    public IReadOnlyList<string> MissingSeqs { get; init; } = [];

    /// <summary>Messages that wait in the broker, of any product.</summary>
    public long Waiting { get; init; }

    /// <summary>How long holds last at least from the replacement on.</summary>
    public int GraceSeconds { get; init; }

    /// <summary>Whether nothing is missing and nothing waits.</summary>
    public bool IsComplete { get; init; }
}
