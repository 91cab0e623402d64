namespace FlashFlow.Load;

/// <summary>What one stage of an open loop met with. <c>Offered</c> is the sum of the others: nothing is left out.</summary>
public sealed record OpenLoadReport
{
    /// <summary>The stage.</summary>
    public required OpenLoadStage Stage { get; init; }

    /// <summary>Requests that were due.</summary>
    public required long Offered { get; init; }

    /// <summary>Requests that were never sent, because when they were due every connection waited for an answer.</summary>
    public required long NotSent { get; init; }

    /// <summary>Requests whose answer had not come when the load ended.</summary>
    public required long Unanswered { get; init; }

    /// <summary>Answers by HTTP status.</summary>
    public required IReadOnlyDictionary<int, long> StatusCounts { get; init; }

    /// <summary>Requests and connections that failed, by what went wrong.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>
    /// Latencies by HTTP status, each from the moment the request was due to having read its answer: what the generator could not send in
    /// time counts too (no coordinated omission).
    /// </summary>
    public required IReadOnlyDictionary<int, LatencyReport> Latency { get; init; }

    /// <summary>Slices of a tenth of a second, by when requests were due.</summary>
    public required IReadOnlyList<OpenLoadSlice> Slices { get; init; }

    /// <summary>Answers of this status.</summary>
    public long Count(int status) => StatusCounts.GetValueOrDefault(status);

    /// <summary>Answers of this status per second of the stage.</summary>
    public double PerSecond(int status) => Count(status) / Stage.Duration.TotalSeconds;
}
