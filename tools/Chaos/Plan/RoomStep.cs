namespace FlashFlow.Chaos.Plan;

/// <summary>An operator ends a room and begins another, so that there is a draw again.</summary>
internal sealed record RoomStep(TimeSpan At, string ProductId) : ChaosStep(At)
{
    public override string Text => $"a new room for {ProductId}";
}
