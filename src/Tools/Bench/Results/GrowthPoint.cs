namespace FlashFlow.Tools.Bench.Results;

/// <summary>One point of a curve.</summary>
/// <param name="Size">How much there was of what grows.</param>
/// <param name="PerSecond">Answers per second that count: median of the runs.</param>
/// <param name="P99">Their 99th percentile in milliseconds: median of the runs; null where the generator does not tell.</param>
public sealed record GrowthPoint(long Size, double PerSecond, double? P99);
