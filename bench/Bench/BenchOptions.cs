namespace FlashFlow.Bench;

/// <summary>How a bench is made.</summary>
internal sealed record BenchOptions
{
    public required IReadOnlyList<BenchItem> Items { get; init; }

    /// <summary>Runs of each scenario, interleaved.</summary>
    public required int Runs { get; init; }

    /// <summary>Length of a run.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long memory is watched.</summary>
    public required TimeSpan SteadyDuration { get; init; }

    public required int Connections { get; init; }

    /// <summary>The generator's name.</summary>
    public required string Generator { get; init; }

    /// <summary>Whether latency is measured at constant rates, too.</summary>
    public required bool OpenLoop { get; init; }

    /// <summary>Directory of the results; null where they are not written.</summary>
    public required string? Results { get; init; }

    /// <summary>Settings that only the engine of another commit has.</summary>
    public required IReadOnlyDictionary<string, string?> There { get; init; }

    public bool Wants(string item) => Items.Any(wanted => wanted.Name == item);
}
