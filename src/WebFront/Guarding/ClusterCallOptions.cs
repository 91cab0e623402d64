using System.ComponentModel.DataAnnotations;

namespace FlashFlow.WebFront.Guarding;

/// <summary>How long a front waits for the grains. Section <c>FlashFlow:Cluster</c>.</summary>
public sealed record ClusterCallOptions
{
    /// <summary>How long one call may take before it is made again, in milliseconds; it may have been carried out all the same.</summary>
    [Range(10, 60_000)]
    public int AttemptMilliseconds { get; init; } = 2_500;

    /// <summary>How long calls are made again before shoppers are told that nobody knows, in milliseconds. Longer than it takes the cluster to notice a dead silo.</summary>
    [Range(10, 600_000)]
    public int DeadlineMilliseconds { get; init; } = 8_000;
}
