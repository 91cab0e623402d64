namespace FlashFlow.Chaos.Plan;

/// <summary>An operator pauses a sale, and resumes it after a while.</summary>
internal sealed record PauseStep(TimeSpan At, string ProductId, TimeSpan Pause) : ChaosStep(At)
{
    public override string Text => $"pause {ProductId} for {Seconds(Pause)}";
}
