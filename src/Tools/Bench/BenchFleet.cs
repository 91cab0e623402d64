using System.Globalization;
using FlashFlow.Tools.Processes;

namespace FlashFlow.Tools.Bench;

/// <summary>The processes of a bench: those of the engine and the baselines, which are children of this one, and the launcher's servers.</summary>
/// <param name="state">The launcher's state directory.</param>
/// <param name="firstPort">The first of thirty free ports in a row.</param>
internal sealed class BenchFleet(string state, int firstPort) : IAsyncDisposable
{
    /// <summary>A front beside the others, whose telemetry the baselines swallow.</summary>
    public const string ExportingFront = "front-exporting";

    private const string ClusterId = "bench";
    private static readonly string[] Names =
        [EngineProgram.Baselines, "drain-1", "silo-1", "silo-2", "silo-3", "front-1", "front-2", "front-3", "front-4", ExportingFront];
    private static readonly string[] Servers = ["redis", "rabbitmq", "postgres"];

    private readonly Dictionary<string, EnginePart> parts = Names.Select((name, place) =>
        new EnginePart(new(name, ClusterId, state, firstPort + (EngineProgram.Ports * place))
        {
            Collector = name == ExportingFront ? EngineProgram.AddressAt(firstPort) : null, // The baselines have the first port.
        })).ToDictionary(part => part.Name);

    /// <summary>Where shoppers and operators are served.</summary>
    public Uri Front => FrontAt(1);

    /// <summary>What the engine is compared with.</summary>
    public Uri Baselines => parts[EngineProgram.Baselines].Address;

    /// <summary>The processes that belong to the engine and run, with their ids.</summary>
    public IReadOnlyDictionary<string, int> Running => parts.Values
        .Where(part => part.Name != EngineProgram.Baselines && part.Id is not null)
        .Select(part => KeyValuePair.Create(part.Name, part.Id!.Value))
        .Concat(Servers.Select(name => (Name: name, Id: FindServer(name))).Where(server => server.Id > 0).Select(server => KeyValuePair.Create(server.Name, server.Id)))
        .ToDictionary();

    /// <summary>The front that exports telemetry.</summary>
    public Uri Exporting => parts[ExportingFront].Address;

    public Uri FrontAt(int number) => parts[$"front-{number}"].Address;

    /// <summary>Starts all that every scenario needs.</summary>
    /// <exception cref="ToolFailedException">One does not come up.</exception>
    public Task StartAsync(CancellationToken cancellation)
    {
        string[] silos = EngineProgram.IsClustered ? ["silo-1"] : [];
        return StartAsync([EngineProgram.Baselines, "drain-1", "front-1", .. silos], cancellation);
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
            throw new ToolFailedException($"{ended.Name} has ended by itself; its log is {Path.Combine(state, "logs", $"{ended.Name}.log")}.");
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(parts.Values.Select(part => part.DisposeAsync().AsTask()));

    // 0 for a server that the launcher did not start itself, such as one in Docker.
    private int FindServer(string name)
    {
        var file = Path.Combine(state, $"{name}.pid");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id) ? id : 0;
    }
}
