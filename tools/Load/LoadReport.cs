namespace FlashFlow.Load;

/// <summary>What the load generator measured.</summary>
public sealed record LoadReport
{
    /// <summary>Requests that were answered, with whatever status.</summary>
    public required long Requests { get; init; }

    /// <summary>From the first request to the last answer.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Latencies of the answered requests.</summary>
    public required LatencyReport Latency { get; init; }

    /// <summary>The seconds of the run, one after another; the last one may be a part of one.</summary>
    public required IReadOnlyList<LoadSecond> BySecond { get; init; }

    /// <summary>Latencies of the requests that were answered after the first second.</summary>
    public required LatencyReport LaterLatency { get; init; }

    /// <summary>Answers by HTTP status.</summary>
    public required IReadOnlyDictionary<int, long> StatusCounts { get; init; }

    /// <summary>Requests and connections that failed, by what went wrong.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Processor time of the generator's thread: near <see cref="Elapsed"/> it was the limit.</summary>
    public required TimeSpan ProcessorTime { get; init; }

    /// <summary>Seconds from the first request to the last answer.</summary>
    public double Seconds => Elapsed.TotalSeconds;

    /// <summary>Answers per second.</summary>
    public double PerSecond => Seconds > 0 ? Requests / Seconds : 0;

    /// <summary>Answers in the first second.</summary>
    public LoadSecond FirstSecond => BySecond.Count > 0 ? BySecond[0] : default;

    /// <summary>Answers per second after the first second; 0 when the run was no longer.</summary>
    public double LaterPerSecond => Seconds > 1 ? (Requests - FirstSecond.Answers) / (Seconds - 1) : 0;

    /// <summary>How many requests and connections failed.</summary>
    public long ErrorCount => Errors.Values.Sum();
}
