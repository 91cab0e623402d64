namespace FlashFlow.Tools.Bench.Results;

/// <summary>The runs of one scenario.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Meaning">What is counted, in a few words.</param>
/// <param name="Runs">In the order in which they were made, at least one.</param>
public sealed record ScenarioResult(string Name, string Meaning, IReadOnlyList<ScenarioRun> Runs)
{
    /// <summary>Median throughput; of an even number of runs the mean of the middle two.</summary>
    public double Median => Statistics.Median([.. Runs.Select(run => run.PerSecond)]);

    /// <summary>The slowest run.</summary>
    public double Min => Runs.Min(run => run.PerSecond);

    /// <summary>The fastest run.</summary>
    public double Max => Runs.Max(run => run.PerSecond);
}
