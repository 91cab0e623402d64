namespace FlashFlow.Bench.Results;

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

/// <summary>One run of a scenario.</summary>
/// <param name="PerSecond">Answers per second that count for the scenario.</param>
/// <param name="Latency">Of all answers.</param>
/// <param name="Statuses">All answers by HTTP status; of wrk, which tells success from failure and no more, 2 stands for 2xx and 3xx and 4 for all others.</param>
/// <param name="Errors">Requests and connections that failed.</param>
/// <param name="GeneratorLoad">Share of a core that the generator was busy, 1 for one whole core: near its number of threads it was the limit.</param>
public sealed record ScenarioRun(
    double PerSecond,
    Latency Latency,
    IReadOnlyDictionary<int, long> Statuses,
    long Errors,
    double GeneratorLoad);

/// <summary>Latencies in milliseconds; null where the generator does not tell.</summary>
public sealed record Latency(double? P50, double? P90, double? P99, double? P999, double? Max);

/// <summary>Buys that came at a constant rate, whether or not earlier ones were answered.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Percent">The rate, in percent of the scenario's median throughput.</param>
/// <param name="OfferedPerSecond">The rate.</param>
/// <param name="AnsweredPerSecond">Answers per second that count for the scenario.</param>
/// <param name="NotSent">Buys that were never sent, since every connection waited for an answer.</param>
/// <param name="Failed">Buys that got another answer or none.</param>
/// <param name="Latency">From when a buy was due, so what the generator could not send in time counts too.</param>
public sealed record OpenLoopResult(
    string Scenario,
    int Percent,
    double OfferedPerSecond,
    double AnsweredPerSecond,
    long NotSent,
    long Failed,
    Latency Latency);

/// <summary>What one process spent on a scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Process">Such as <c>front-1</c> or <c>redis</c>; PostgreSQL's processes count as one.</param>
/// <param name="ProcessorSecondsPerMillion">Processor time, user and system, per million answers.</param>
/// <param name="MegabytesWrittenPerMillion">Bytes it caused to be sent to storage per million answers, in 10^6.</param>
/// <param name="ResidentMegabytes">Memory in RAM at the end, in 10^6 bytes.</param>
/// <param name="AllocatedBytesPerAnswer">Managed memory allocated per answer; null for what is not .NET.</param>
/// <param name="StoredBytesPerAnswer">What it keeps per answer: memory of Redis, tables and indexes of PostgreSQL; null for the others.</param>
public sealed record CostResult(
    string Scenario,
    string Process,
    double ProcessorSecondsPerMillion,
    double MegabytesWrittenPerMillion,
    double ResidentMegabytes,
    double? AllocatedBytesPerAnswer,
    double? StoredBytesPerAnswer);

/// <summary>How throughput changes as one thing grows.</summary>
/// <param name="What">What grows, such as <c>connections</c>.</param>
/// <param name="Scenario">What was bought.</param>
/// <param name="Points">From small to large.</param>
public sealed record GrowthCurve(string What, string Scenario, IReadOnlyList<GrowthPoint> Points);

/// <summary>One point of a curve.</summary>
/// <param name="Size">How much there was of what grows.</param>
/// <param name="PerSecond">Answers per second that count: median of the runs.</param>
/// <param name="P99">Their 99th percentile in milliseconds: median of the runs; null where the generator does not tell.</param>
public sealed record GrowthPoint(long Size, double PerSecond, double? P99);

/// <summary>Emptying a full queue into PostgreSQL.</summary>
/// <param name="Orders">Orders in the queue.</param>
/// <param name="RowsPerSecond">Of each run: rows by the time from the first transaction's commit to the last's.</param>
/// <param name="BytesPerOrder">Size of the orders table with its indexes, per row.</param>
public sealed record DrainResult(int Orders, IReadOnlyList<double> RowsPerSecond, double BytesPerOrder);

/// <summary>Memory while buys were accepted for a long time.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="Accepted">Orders accepted.</param>
/// <param name="Memory">By process, in the order of time.</param>
public sealed record SteadyResult(double Seconds, long Accepted, IReadOnlyDictionary<string, IReadOnlyList<MemorySample>> Memory);

/// <summary>Memory of a process at a moment.</summary>
/// <param name="Second">Seconds since the load began.</param>
/// <param name="Megabytes">Memory in RAM, in 10^6 bytes.</param>
public readonly record struct MemorySample(double Second, double Megabytes);
