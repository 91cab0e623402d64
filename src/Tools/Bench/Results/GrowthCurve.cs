namespace FlashFlow.Tools.Bench.Results;

/// <summary>How throughput changes as one thing grows.</summary>
/// <param name="What">What grows, such as <c>connections</c>.</param>
/// <param name="Scenario">What was bought.</param>
/// <param name="Points">From small to large.</param>
public sealed record GrowthCurve(string What, string Scenario, IReadOnlyList<GrowthPoint> Points);
