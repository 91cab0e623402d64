namespace FlashFlow.Tools.Bench.Results;

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
