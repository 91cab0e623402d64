namespace FlashFlow.WebFront.Guarding;

/// <summary>Who guards the stock that this front sells. Section <c>FlashFlow:Guard</c>.</summary>
public sealed record GuardModeOptions
{
    /// <summary>The way.</summary>
    public GuardMode Mode { get; init; } = GuardMode.Cluster;
}
