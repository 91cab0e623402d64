namespace FlashFlow.Chaos.Plan;

/// <summary>What a run hits: components of one kind, pairs of any, or a mixture of all.</summary>
/// <param name="Name">As <c>--only</c> takes it.</param>
/// <param name="Targets">What a step may hit; each stands for one step, all are hit before one comes again.</param>
internal sealed record ChaosScenario(string Name, IReadOnlyList<string> Targets)
{
    /// <summary>Two components at once.</summary>
    public const string Pairs = "pairs";

    /// <summary>The usual mixture.</summary>
    public const string All = "all";

    /// <summary>The names of all scenarios.</summary>
    public static readonly IReadOnlyList<string> Names = [.. Components.Kinds, Pairs, All];

    /// <summary>The scenario of that name; null when there is none.</summary>
    public static ChaosScenario? Find(string name, Components components) => name switch
    {
        All => new(name, [.. components.KindsThere, Pairs, Pairs]),
        Pairs => new(name, [Pairs]),
        _ when components.KindsThere.Contains(name) => new(name, [name]),
        _ => null,
    };
}
