namespace FlashFlow.Load;

/// <summary>How long answers took, from sending the request to having read the answer; to three significant digits.</summary>
public sealed record LatencyReport
{
    /// <summary>Arithmetic mean.</summary>
    public TimeSpan Average { get; init; }

    /// <summary>Median.</summary>
    public TimeSpan P50 { get; init; }

    /// <summary>90th percentile.</summary>
    public TimeSpan P90 { get; init; }

    /// <summary>99th percentile.</summary>
    public TimeSpan P99 { get; init; }

    /// <summary>99.9th percentile.</summary>
    public TimeSpan P999 { get; init; }

    /// <summary>The longest.</summary>
    public TimeSpan Max { get; init; }
}
