using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Bench;

/// <summary>The processes of a bench: those of the engine and the baselines, which are children of this one, and the launcher's servers.</summary>
/// <param name="supervisor">Runs them.</param>
/// <param name="build">Which engine. Of another build than the own there are no baselines: they are not what is compared.</param>
internal sealed class BenchFleet(ProcessSupervisor supervisor, EngineBuild build) : IAsyncDisposable
{
    /// <summary>A front beside the others, whose telemetry the baselines swallow.</summary>
    public const string ExportingFront = "front-exporting";

    private const string ClusterId = "bench";
    private static readonly string[] Names =
        [EngineProgram.Baselines, "drain-1", "silo-1", "silo-2", "silo-3", "front-1", "front-2", "front-3", "front-4", ExportingFront];

    private readonly Dictionary<string, EnginePart> parts = Describe(supervisor, build);

    /// <summary>Where shoppers and operators are served.</summary>
    public Uri Front => FrontAt(1);

    /// <summary>What the engine is compared with.</summary>
    public Uri Baselines => parts[EngineProgram.Baselines].Address;

    /// <summary>The processes that belong to the engine and run, with their ids.</summary>
    public IReadOnlyDictionary<string, int> Running => parts
        .Where(part => part.Key != EngineProgram.Baselines)
        .Select(part => part.Value.Name)
        .Concat(ServerKind.All.Select(kind => kind.Name))
        .Select(name => (Name: name, Id: supervisor.RecordOf(name).LivingId)) // none for a server in a container
        .Where(process => process.Id is not null)
        .ToDictionary(process => process.Name, process => process.Id!.Value);

    /// <summary>The front that exports telemetry.</summary>
    public Uri Exporting => parts[ExportingFront].Address;

    public Uri FrontAt(int number) => parts[$"front-{number}"].Address;

    /// <summary>Starts all that every scenario needs.</summary>
    /// <exception cref="ToolFailedException">One does not come up.</exception>
    public Task StartAsync(CancellationToken cancellation)
    {
        string[] silos = EngineParts.AreClustered ? ["silo-1"] : [];
        string[] baselines = build.IsOwn ? [EngineProgram.Baselines] : [];
        return StartAsync([.. baselines, "drain-1", "front-1", .. silos], cancellation);
    }

    /// <summary>Starts more; returns when all of them are ready.</summary>
    /// <exception cref="ToolFailedException">One does not come up.</exception>
    public Task StartAsync(IEnumerable<string> names, CancellationToken cancellation) =>
        Task.WhenAll(names.Select(name => parts[name].StartAsync(cancellation)));

    /// <summary>Ends some in good order, one after the other.</summary>
    public async Task EndAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (var name in names)
            await parts[name].EndAsync(cancellation);
    }

    /// <exception cref="ToolFailedException">A process ended though nobody had told it to: what was measured then is worth nothing.</exception>
    public void Check()
    {
        if (parts.Values.FirstOrDefault(part => part.EndedByItself > 0) is { } ended)
            throw new ToolFailedException($"{ended.Name} has ended by itself; its log is {supervisor.State.LogOf(ended.Name).Path}.");
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(parts.Values.Select(part => part.DisposeAsync().AsTask()));

    // Two fleets side by side: the second one's ports come after the first one's.
    private static Dictionary<string, EnginePart> Describe(ProcessSupervisor supervisor, EngineBuild build)
    {
        var baselines = EngineParts.PortsIn(supervisor.State).FirstDrain;
        var first = build.IsOwn ? baselines : baselines + (Ports.PerSilo * Names.Length);
        return Names.Index().ToDictionary(name => name.Item, name => EngineParts.Describe(
            supervisor, build, name.Item, ClusterId, first, name.Index, exportsTo: name.Item == ExportingFront ? baselines : null));
    }
}
