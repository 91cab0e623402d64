namespace FlashFlow.Chaos.Plan;

/// <summary>An operator adds units.</summary>
internal sealed record RestockStep(TimeSpan At, string ProductId, int Units) : ChaosStep(At)
{
    public override string Text => $"restock {ProductId} with {Units} units";
}
