namespace FlashFlow.Chaos.Plan;

/// <summary>One or two components are hit, and brought back together after a while.</summary>
/// <param name="At">When the first is hit.</param>
/// <param name="Injected">What is hit.</param>
/// <param name="Lag">How long after the first the second is hit: as it tries to do without the first.</param>
/// <param name="Away">How long, from the last fault on.</param>
internal sealed record FaultStep(TimeSpan At, IReadOnlyList<InjectedFault> Injected, TimeSpan Lag, TimeSpan Away) : ChaosStep(At)
{
    public override string Text => $"{string.Join($" and, {Seconds(Lag)} later, ", Injected)} for {Seconds(Away)}";
}
