using System.Diagnostics;
using FlashFlow.Core.Auditing;
using FlashFlow.Load;

namespace FlashFlow.Operator.Demo;

/// <summary>All that a demo run brought to light.</summary>
internal sealed record DemoResult
{
    public required DemoSale Sale { get; init; }

    /// <summary>What the load generator measured.</summary>
    public required LoadReport Load { get; init; }

    /// <summary>What the shoppers were told.</summary>
    public required BuyAnswers Answers { get; init; }

    /// <summary>The ids of the orders in PostgreSQL.</summary>
    public required IReadOnlyList<Guid> StoredOrderIds { get; init; }

    /// <summary>When the last of them was seen, in <see cref="Stopwatch"/> ticks; 0 when there is none.</summary>
    public required long LastRowAt { get; init; }

    /// <summary>The books of all sales of the demo product.</summary>
    public required IReadOnlyList<Books> Books { get; init; }

    /// <summary>Requests that failed or were answered with anything but "accepted" or "sold out".</summary>
    public long Errors => Load.ErrorCount + Answers.Unexpected.Values.Sum();

    /// <summary>From the last accepted buy to its row; null when there is none of either. A row can be seen before its shopper is.</summary>
    public TimeSpan? Settled => LastRowAt == 0 || Answers.LastAcceptAt == 0
        ? null
        : Stopwatch.GetElapsedTime(Answers.LastAcceptAt, Math.Max(LastRowAt, Answers.LastAcceptAt));
}
