namespace FlashFlow.Tools.Bench.Results;

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
