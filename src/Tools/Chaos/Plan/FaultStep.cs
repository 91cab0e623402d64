namespace FlashFlow.Tools.Chaos.Plan;

/// <summary>One or two components are hit together, and brought back together after a while.</summary>
internal sealed record FaultStep(TimeSpan At, IReadOnlyList<Blow> Blows, TimeSpan Away) : ChaosStep(At)
{
    public override string Text => $"{string.Join(" and ", Blows)} for {Seconds(Away)}";
}
