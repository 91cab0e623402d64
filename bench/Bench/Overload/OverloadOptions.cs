namespace FlashFlow.Bench.Overload;

/// <summary>How the engine is overloaded.</summary>
internal sealed record OverloadOptions
{
    public required Uri Url { get; init; }

    /// <summary>Connections that are open all the time.</summary>
    public required int Connections { get; init; }

    /// <summary>How long more is offered than the engine can take.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many times more.</summary>
    public required int Factor { get; init; }

    /// <summary>The processes whose memory is read, by name.</summary>
    public required IReadOnlyDictionary<string, int> Processes { get; init; }

    /// <summary>Most memory that one of them may take, in MB.</summary>
    public required int MaxMegabytes { get; init; }
}
