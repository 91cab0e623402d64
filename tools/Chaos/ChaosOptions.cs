using FlashFlow.Chaos.Plan;

namespace FlashFlow.Chaos;

/// <summary>How a run is made.</summary>
internal sealed record ChaosOptions
{
    /// <summary>How long components are hit; recovery and the rest of the sale come on top.</summary>
    public required TimeSpan Duration { get; init; }

    public required int Seed { get; init; }

    public required ChaosScenario Scenario { get; init; }

    public required Components Components { get; init; }
}
