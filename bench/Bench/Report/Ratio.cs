namespace FlashFlow.Bench.Report;

/// <summary>How often the median throughput of one scenario holds that of another, measured in the same bench.</summary>
/// <param name="Scenario">The one.</param>
/// <param name="Against">The other.</param>
/// <param name="Value">1 for as fast.</param>
internal sealed record Ratio(string Scenario, string Against, double Value);
