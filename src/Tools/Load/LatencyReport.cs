using System.Diagnostics;

namespace FlashFlow.Tools.Load;

/// <summary>
/// How long answers took, from sending the request to having read the answer. Exact: every latency is kept, and a percentile is the
/// nearest-rank one, a latency that occurred.
/// </summary>
public sealed record LatencyReport
{
    /// <summary>Arithmetic mean.</summary>
    public required TimeSpan Average { get; init; }

    /// <summary>Median.</summary>
    public required TimeSpan P50 { get; init; }

    /// <summary>90th percentile.</summary>
    public required TimeSpan P90 { get; init; }

    /// <summary>99th percentile.</summary>
    public required TimeSpan P99 { get; init; }

    /// <summary>99.9th percentile.</summary>
    public required TimeSpan P999 { get; init; }

    /// <summary>The longest.</summary>
    public required TimeSpan Max { get; init; }

    /// <summary>Summarizes latencies in <see cref="Stopwatch"/> ticks, in ascending order; all zero when there are none.</summary>
    public static LatencyReport Of(ReadOnlySpan<long> sorted)
    {
        var sum = 0.0;
        foreach (var latency in sorted)
            sum += latency;

        return new()
        {
            Average = ToTime(sum / Math.Max(1, sorted.Length)),
            P50 = Percentile(sorted, 0.50),
            P90 = Percentile(sorted, 0.90),
            P99 = Percentile(sorted, 0.99),
            P999 = Percentile(sorted, 0.999),
            Max = Percentile(sorted, 1),
        };
    }

    private static TimeSpan Percentile(ReadOnlySpan<long> sorted, double fraction) =>
        sorted.IsEmpty ? TimeSpan.Zero : ToTime(sorted[Math.Max(0, (int)Math.Ceiling(fraction * sorted.Length) - 1)]);

    private static TimeSpan ToTime(double ticks) => TimeSpan.FromSeconds(ticks / Stopwatch.Frequency);
}
