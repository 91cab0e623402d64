namespace FlashFlow.Tools.Bench.Results;

/// <summary>All that one bench measured, as it is kept in JSON; what was not asked for is empty or null.</summary>
public sealed record BenchReport
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>On what.</summary>
    public required BenchHost Host { get; init; }

    /// <summary>With what.</summary>
    public required BenchSettings Settings { get; init; }

    /// <summary>Throughput, scenario by scenario; their runs were interleaved.</summary>
    public IReadOnlyList<ScenarioResult> Scenarios { get; init; } = [];

    /// <summary>Latency at a constant rate of arrival.</summary>
    public IReadOnlyList<OpenLoopResult> OpenLoop { get; init; } = [];

    /// <summary>What a million orders, or sold-out answers, cost each process.</summary>
    public IReadOnlyList<CostResult> Costs { get; init; } = [];

    /// <summary>How throughput changes as one thing grows.</summary>
    public IReadOnlyList<GrowthCurve> Growth { get; init; } = [];

    /// <summary>Emptying a full queue.</summary>
    public DrainResult? Drain { get; init; }

    /// <summary>Memory over a long time of accepted buys.</summary>
    public SteadyResult? Steady { get; init; }
}
