namespace FlashFlow.Bench.Results;

/// <summary>A sale that many watch.</summary>
/// <param name="Watchers">How many.</param>
/// <param name="AlonePerSecond">Orders accepted a second while nobody watches, the median of the runs.</param>
/// <param name="WatchedPerSecond">The same while all of them watch.</param>
/// <param name="Ratio">The median of what each pair of runs gives.</param>
/// <param name="BytesEach">By how much the front's memory grew for each, when they came for the first time.</param>
public sealed record WatchersResult(int Watchers, double AlonePerSecond, double WatchedPerSecond, double Ratio, double BytesEach);
