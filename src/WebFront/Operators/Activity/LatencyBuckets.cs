using System.Numerics;

namespace FlashFlow.WebFront.Operators.Activity;

/// <summary>
/// Times in buckets of which each is wider than the one before, four to a doubling, from an eighth of a millisecond to eight seconds: what a
/// quantile read from them is wrong by is a fifth of it at most (as in HdrHistogram, https://hdrhistogram.org).
/// </summary>
internal static class LatencyBuckets
{
    /// <summary>How many there are.</summary>
    public const int Count = (Doublings * PerDoubling) + 1;

    private const int Doublings = 16;
    private const int PerDoubling = 4;
    private const int BitsOfPart = 2;
    private const int BitsOfLeast = 7; // 128 microseconds

    /// <summary>The bucket of a time; the first takes all shorter ones, the last all longer ones.</summary>
    public static int Of(TimeSpan time)
    {
        var microseconds = (ulong)Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);
        if (microseconds < 1 << BitsOfLeast)
            return 0;
        var bits = BitOperations.Log2(microseconds);
        var part = (int)(microseconds >> (bits - BitsOfPart)) & (PerDoubling - 1);
        return Math.Min(Count - 1, 1 + ((bits - BitsOfLeast) * PerDoubling) + part);
    }

    /// <summary>The time that so large a share of those counted took at most, in milliseconds; 0 when none is counted.</summary>
    /// <param name="counts">How many there are in each bucket.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Quantile(ReadOnlySpan<int> counts, double share)
    {
        var all = 0L;
        foreach (var count in counts)
            all += count;
        var rank = (long)Math.Ceiling(all * share);
        for (var bucket = 0; bucket < counts.Length; bucket++)
            if ((rank -= counts[bucket]) <= 0)
                return all == 0 ? 0 : EndOf(bucket);
        return 0;
    }

    private static double EndOf(int bucket)
    {
        var (doubling, part) = Math.DivRem(bucket, PerDoubling);
        return (1 << BitsOfLeast) * Math.Pow(2, doubling) * (PerDoubling + part) / PerDoubling / 1_000;
    }
}
