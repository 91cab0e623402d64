namespace FlashFlow.Tools.Bench.Results;

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
