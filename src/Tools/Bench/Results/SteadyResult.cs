namespace FlashFlow.Tools.Bench.Results;

/// <summary>Memory while buys were accepted for a long time.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="Accepted">Orders accepted.</param>
/// <param name="Memory">By process, in the order of time.</param>
public sealed record SteadyResult(double Seconds, long Accepted, IReadOnlyDictionary<string, IReadOnlyList<MemorySample>> Memory);
