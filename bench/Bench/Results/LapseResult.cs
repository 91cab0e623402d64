namespace FlashFlow.Bench.Results;

/// <summary>Holds that lapsed within a second or so, while others bought the same product.</summary>
/// <param name="Holds">How many.</param>
/// <param name="SpreadSeconds">From the first deadline to the last.</param>
/// <param name="BackSeconds">From the last deadline until all their units were back on sale; seen by looking, so it is a little less.</param>
/// <param name="BuysPerSecond">Buys that came meanwhile, at a constant rate.</param>
/// <param name="Before">Latency of buys before the first deadline.</param>
/// <param name="Meanwhile">Latency of buys from the first deadline until three seconds after the last.</param>
/// <param name="Failed">Buys that got another answer than an order, or none.</param>
/// <param name="LongestCallMilliseconds">Longest call of a script in Redis meanwhile, by its SLOWLOG.</param>
/// <param name="SlowCalls">Calls of scripts that took a millisecond or more.</param>
public sealed record LapseResult(
    int Holds,
    double SpreadSeconds,
    double BackSeconds,
    double BuysPerSecond,
    Latency Before,
    Latency Meanwhile,
    long Failed,
    double LongestCallMilliseconds,
    int SlowCalls);
