namespace FlashFlow.Bench.Costs;

/// <summary>What processes have spent at one moment.</summary>
/// <param name="Processes">By name; a process that is no more is missing.</param>
internal sealed record CostSample(IReadOnlyDictionary<string, ProcessCost> Processes);
