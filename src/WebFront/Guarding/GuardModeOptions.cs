namespace FlashFlow.WebFront.Guarding;

/// <summary>Who guards the stock that this front sells. Section <c>FlashFlow:Guard</c>.</summary>
public sealed record GuardModeOptions
{
    private const string Key = "FlashFlow:Guard:Mode";

    /// <summary>The way.</summary>
    public GuardMode Mode { get; init; } = GuardMode.Cluster;

    /// <summary>Read at once rather than bound when the front starts: the mode decides what is registered.</summary>
    /// <exception cref="InvalidOperationException">The setting is no mode.</exception>
    public static GuardModeOptions Read(IConfiguration configuration) => configuration[Key]?.ToLowerInvariant() switch
    {
        null => new(),
        "cluster" => new() { Mode = GuardMode.Cluster },
        "standalone" => new() { Mode = GuardMode.Standalone },
        _ => throw new InvalidOperationException($"{Key}: '{configuration[Key]}' is neither cluster nor standalone."),
    };
}
