namespace FlashFlow.Chaos.Plan;

/// <summary>The components of the engine that is run: two fronts, two drains, in a cluster two silos, and the three servers.</summary>
/// <param name="AreClustered">Whether there are silos.</param>
/// <param name="AreServersClustered">Whether Redis has a primary and replicas, RabbitMQ three nodes, and PostgreSQL a standby that takes its place.</param>
internal sealed record Components(bool AreClustered, bool AreServersClustered = false)
{
    /// <summary>Every kind there is.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["front", "silo", "drain", "redis", "rabbitmq", "postgres"];

    private static readonly string[] OfEngine = ["front", "silo", "drain"];

    /// <summary>The kinds that this engine has.</summary>
    public IReadOnlyList<string> KindsThere => [.. Kinds.Where(kind => AreClustered || kind != "silo")];

    /// <summary>All components by name.</summary>
    public IReadOnlyList<string> Names => [.. KindsThere.SelectMany(Of)];

    /// <summary>Fronts, silos and drains by name.</summary>
    public IReadOnlyList<string> Engine => [.. KindsThere.Where(OfEngine.Contains).SelectMany(Of)];

    /// <summary>The components of a kind: <c>front-1</c> and <c>front-2</c>, say, or <c>postgres</c> alone.</summary>
    public IReadOnlyList<string> Of(string kind) => kind switch
    {
        "front" or "silo" or "drain" => Numbered(kind, 2),
        "redis" when AreServersClustered => ["redis-primary", "redis-replica"],
        "rabbitmq" when AreServersClustered => Numbered(kind, 3),
        _ => [kind],
    };

    private static string[] Numbered(string kind, int count) => [.. Enumerable.Range(1, count).Select(number => $"{kind}-{number}")];
}
