using FlashFlow.Bench.Scenarios;

namespace FlashFlow.Bench;

/// <summary>Something that can be asked of a bench.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Description">What it is, for a list.</param>
/// <param name="Create">Makes the scenario whose throughput is measured; null for what is measured otherwise.</param>
internal sealed record BenchItem(string Name, string Description, Func<BenchEngine, Scenario>? Create = null)
{
    /// <summary>Needs silos.</summary>
    public bool IsOfCluster { get; init; }

    /// <summary>Measures what the engine is compared with, not the engine.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Takes minutes, so it is measured only when it is asked for.</summary>
    public bool TakesLong { get; init; }

    /// <summary>Needs requests that differ.</summary>
    public bool NeedsOwnGenerator { get; init; }
}
