namespace FlashFlow.Bench.Results;

/// <summary>All that one bench measured, as it is kept in JSON; what was not asked for is empty or null.</summary>
public sealed record BenchReport
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>On what.</summary>
    public required BenchHost Host { get; init; }

    /// <summary>With what.</summary>
    public required BenchSettings Settings { get; init; }

    /// <summary>The other commit whose runs took turns with this one's, as it was asked for; empty where there was none.</summary>
    public string Against { get; init; } = "";

    /// <summary>Throughput, scenario by scenario; their runs were interleaved.</summary>
    public IReadOnlyList<ScenarioResult> Scenarios { get; init; } = [];

    /// <summary>Latency at a constant rate of arrival.</summary>
    public IReadOnlyList<OpenLoopResult> OpenLoop { get; init; } = [];

    /// <summary>What a million orders, or sold-out answers, cost each process.</summary>
    public IReadOnlyList<CostResult> Costs { get; init; } = [];

    /// <summary>How throughput changes as one thing grows.</summary>
    public IReadOnlyList<GrowthCurve> Growth { get; init; } = [];

    /// <summary>Processes that had just been started.</summary>
    public IReadOnlyList<ColdResult> Cold { get; init; } = [];

    /// <summary>Holds that lapsed in the same second.</summary>
    public LapseResult? Lapse { get; init; }

    /// <summary>A sale that many watched.</summary>
    public WatchersResult? Watchers { get; init; }

    /// <summary>Orders told to a webhook.</summary>
    public DeliveryResult? Delivery { get; init; }

    /// <summary>A waiting room.</summary>
    public LineResult? Line { get; init; }

    /// <summary>Emptying a full queue.</summary>
    public DrainResult? Drain { get; init; }

    /// <summary>Memory over a long time of accepted buys.</summary>
    public SteadyResult? Steady { get; init; }
}

/// <summary>The machine and the software of a bench.</summary>
/// <param name="Class">Such as <c>linux-x64-2core-24gib</c>: machines of one class may be compared with care.</param>
/// <param name="Cores">Processors that the bench could use; the load generator used them too.</param>
/// <param name="MemoryGiB">Memory of the machine.</param>
/// <param name="Processor">Its model.</param>
/// <param name="System">The operating system.</param>
/// <param name="DotNet">The runtime.</param>
/// <param name="Commit">The git commit that was built, with a <c>+</c> when the tree had changes; empty when unknown.</param>
/// <param name="Servers">Versions of Redis, RabbitMQ and PostgreSQL.</param>
public sealed record BenchHost(
    string Class,
    int Cores,
    double MemoryGiB,
    string Processor,
    string System,
    string DotNet,
    string Commit,
    IReadOnlyDictionary<string, string> Servers);

/// <summary>How a bench was run.</summary>
/// <param name="Mode"><c>cluster</c> or <c>standalone</c>.</param>
/// <param name="Generator"><c>own</c>, <c>autocannon</c> or <c>wrk</c>.</param>
/// <param name="Runs">Runs of each scenario.</param>
/// <param name="Seconds">Length of a run.</param>
/// <param name="Connections">Connections of a run where nothing else is said.</param>
public sealed record BenchSettings(string Mode, string Generator, int Runs, double Seconds, int Connections);
