using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Core.Draining;

/// <summary>How orders go from the broker to the store. Section <c>FlashFlow:Drain</c>.</summary>
public sealed record DrainOptions
{
    /// <summary>Whether the process stores orders; one that does not is there for webhooks alone.</summary>
    public bool Store { get; init; } = true;

    /// <summary>Orders from which a transaction is full.</summary>
    [Range(1, 100_000)]
    public int MaxBatch { get; init; } = 5_000;

    /// <summary>How long the first message of a transaction waits for others, in milliseconds.</summary>
    [Range(0, 10_000)]
    public int MaxAgeMilliseconds { get; init; } = 50;

    /// <summary>Messages that the broker hands out before the first of them is acknowledged.</summary>
    [Range(1, 65_535)]
    public int Prefetch { get; init; } = 100;

    /// <summary>Longest pause between two tries while the store or the broker is away, in milliseconds.</summary>
    [Range(10, 600_000)]
    public int MaxBackoffMilliseconds { get; init; } = 2_000;
}
