namespace FlashFlow.Chaos.Plan;

/// <summary>An operator changes how many a room lets in; 0 pauses the line.</summary>
internal sealed record RateStep(TimeSpan At, string ProductId, int PerMinute) : ChaosStep(At)
{
    public override string Text => $"let {PerMinute} a minute into {ProductId}";
}
