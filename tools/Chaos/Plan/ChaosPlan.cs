namespace FlashFlow.Chaos.Plan;

/// <summary>All that is to happen in a run. The same seed, duration, scenario and mode draw the same plan.</summary>
/// <param name="Faults">What is hit, one step after the other.</param>
/// <param name="Operations">What operators do meanwhile.</param>
internal sealed record ChaosPlan(IReadOnlyList<FaultStep> Faults, IReadOnlyList<ChaosStep> Operations)
{
    /// <summary>Everything in the order of time.</summary>
    public IEnumerable<ChaosStep> Steps => Faults.Concat(Operations).OrderBy(step => step.At);

    /// <summary>Draws the plan.</summary>
    public static ChaosPlan Draw(int seed, TimeSpan duration, ChaosScenario scenario, Components components)
    {
        // Two sources, so that what operators do does not depend on what is hit.
        var faults = new FaultDraw(new(seed), scenario, components);
        var operations = new OperationDraw(new(seed ^ 0x5EED));
        return new([.. faults.Until(duration)], [.. operations.Until(duration)]);
    }
}
