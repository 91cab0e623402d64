namespace FlashFlow.Chaos.Plan;

/// <summary>The components of the engine that is run: two fronts, two drains, in a cluster two silos, and the three servers.</summary>
internal sealed record Components(bool AreClustered)
{
    /// <summary>Every kind there is.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["front", "silo", "drain", "redis", "rabbitmq", "postgres"];

    private const int OfEach = 2;

    /// <summary>The kinds that this engine has.</summary>
    public IReadOnlyList<string> KindsThere => [.. Kinds.Where(kind => AreClustered || kind != "silo")];

    /// <summary>All components by name.</summary>
    public IReadOnlyList<string> Names => [.. KindsThere.SelectMany(Of)];

    /// <summary>The components of a kind: <c>front-1</c> and <c>front-2</c>, say, or <c>redis</c> alone.</summary>
    public static IReadOnlyList<string> Of(string kind) =>
        kind is "front" or "silo" or "drain" ? [.. Enumerable.Range(1, OfEach).Select(number => $"{kind}-{number}")] : [kind];
}
