namespace FlashFlow.Tools.Bench.Results;

/// <summary>Latencies in milliseconds; null where the generator does not tell.</summary>
public sealed record Latency(double? P50, double? P90, double? P99, double? P999, double? Max);
