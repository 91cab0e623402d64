using System.Diagnostics;
using HdrHistogram;

namespace FlashFlow.Load;

/// <summary>Counts latencies from a microsecond to ten minutes, each to three significant digits. Its memory does not grow with their number.</summary>
internal sealed class Latencies
{
    private const long Longest = 600_000_000;
    private const int Digits = 3;
    private const double PerSecond = 1_000_000;

    private readonly LongHistogram microseconds = new(1, Longest, Digits);

    public long Count => microseconds.TotalCount;

    /// <param name="ticks">In ticks of <see cref="Stopwatch"/>.</param>
    public void Add(long ticks) => microseconds.RecordValue(Math.Clamp((long)(ticks * PerSecond / Stopwatch.Frequency), 1, Longest));

    /// <summary>Sums up; all zero when there are none.</summary>
    public LatencyReport ToReport() => Count == 0
        ? new()
        : new()
        {
            Average = ToTime(microseconds.GetMean()),
            P50 = Percentile(50),
            P90 = Percentile(90),
            P99 = Percentile(99),
            P999 = Percentile(99.9),
            Max = Percentile(100),
        };

    private TimeSpan Percentile(double percent) => ToTime(microseconds.GetValueAtPercentile(percent));

    private static TimeSpan ToTime(double microseconds) => TimeSpan.FromSeconds(microseconds / PerSecond);
}
