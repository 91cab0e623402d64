using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Core.Outbox;

/// <summary>How accepted orders go from the outbox to the broker. Section <c>FlashFlow:Relay</c>.</summary>
public sealed record RelayOptions
{
    /// <summary>Entries in the hands of the relay; what comes on top is left to the sweep.</summary>
    [Range(1, 1_000_000)]
    public int Capacity { get; init; } = 10_000;

    /// <summary>Messages on their way to the broker at once.</summary>
    [Range(1, 64)]
    public int Workers { get; init; } = 1;

    /// <summary>How long an entry waits for others to share its message, in milliseconds.</summary>
    [Range(0, 10_000)]
    public int LingerMilliseconds { get; init; } = 20;

    /// <summary>Most entries that share one message.</summary>
    [Range(1, 1_000)]
    public int MaxBatch { get; init; } = 64;

    /// <summary>Time between two sweeps of what a dead process left behind, in milliseconds.</summary>
    [Range(50, 600_000)]
    public int SweepIntervalMilliseconds { get; init; } = 1_000;

    /// <summary>How long a sweep must have seen an outbox entry before it counts as left behind, in milliseconds.</summary>
    [Range(0, 600_000)]
    public int SweepMinAgeMilliseconds { get; init; } = 3_000;

    /// <summary>How long a stopping process goes on publishing what it accepted, in milliseconds; the rest is left to the sweep of another.</summary>
    [Range(0, 600_000)]
    public int StopMilliseconds { get; init; } = 5_000;
}
