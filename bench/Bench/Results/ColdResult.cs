namespace FlashFlow.Bench.Results;

/// <summary>Buys at processes that had just been started.</summary>
/// <param name="Scenario">What was bought.</param>
/// <param name="Runs">In the order in which they were made, each with processes of its own.</param>
public sealed record ColdResult(string Scenario, IReadOnlyList<ColdRun> Runs);

/// <summary>One of these runs.</summary>
/// <param name="SecondsToReady">From the start of the processes until all of them said that they were ready.</param>
/// <param name="PerSecond">Answers in each second of the load.</param>
/// <param name="SlowestMilliseconds">The slowest answer in each second.</param>
/// <param name="Errors">Requests and connections that failed.</param>
public sealed record ColdRun(double SecondsToReady, IReadOnlyList<long> PerSecond, IReadOnlyList<double> SlowestMilliseconds, long Errors)
{
    /// <summary>What the first second answered, of what the last did.</summary>
    public double FirstOfLast => PerSecond[^1] == 0 ? 0 : (double)PerSecond[0] / PerSecond[^1];
}
