namespace FlashFlow.Tools.Bench.Results;

/// <summary>Memory of a process at a moment.</summary>
/// <param name="Second">Seconds since the load began.</param>
/// <param name="Megabytes">Memory in RAM, in 10^6 bytes.</param>
public readonly record struct MemorySample(double Second, double Megabytes);
