using FlashFlow.Supervisor.Processes;
using FlashFlow.Chaos.Plan;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Chaos.Parts;

/// <summary>All components of the engine.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const string ClusterId = "chaos";

    // The webhook that is told of the sale is on this machine, and fails often.
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["FlashFlow__Webhooks__AllowPrivateAddresses"] = "true",
        ["FlashFlow__Webhooks__TimeoutMilliseconds"] = "2000",
        ["FlashFlow__Webhooks__FirstPauseMilliseconds"] = "100",
        ["FlashFlow__Webhooks__LongestPauseSeconds"] = "2",
    };

    private readonly List<EnginePart> engine = [];
    private readonly Dictionary<string, IPart> parts = [];

    /// <param name="components">Which there are.</param>
    /// <param name="supervisor">Runs fronts, silos and drains.</param>
    /// <param name="servers">The servers, which run already.</param>
    /// <param name="firstPort">The first of enough free ports in a row.</param>
    public Fleet(Components components, ProcessSupervisor supervisor, IEnumerable<IPart> servers, int firstPort)
    {
        foreach (var server in servers)
            parts.Add(server.Name, server);
        foreach (var name in components.Engine)
        {
            var part = EngineParts.Describe(supervisor, EngineBuild.Own with { Settings = Settings }, name, ClusterId, firstPort, engine.Count);
            engine.Add(part);
            parts.Add(name, part);
        }
    }

    /// <summary>Where shoppers and operators are served.</summary>
    public IReadOnlyList<Uri> Fronts => [.. engine.Where(part => part.Name.StartsWith("front", StringComparison.Ordinal)).Select(part => part.Address)];

    /// <summary>How often fronts, silos and drains ended though nobody had told them to, by name.</summary>
    public IReadOnlyDictionary<string, int> EndedByThemselves => engine.ToDictionary(part => part.Name, part => part.EndedByItself);

    /// <summary>Starts fronts, silos and drains; the servers run already.</summary>
    public Task StartAsync(CancellationToken cancellation) => Task.WhenAll(engine.Select(part => part.StartAsync(cancellation)));

    public async Task HitAsync(FaultStep step, ServerTroubles troubles, CancellationToken cancellation)
    {
        for (var i = 0; i < step.Injected.Count; i++)
        {
            if (i > 0)
                await Task.Delay(step.Lag, cancellation);
            var injected = step.Injected[i];
            await (injected.Fault switch
            {
                Fault.Kill => parts[injected.Component].KillAsync(cancellation),
                Fault.Freeze => parts[injected.Component].FreezeAsync(cancellation),
                var fault => troubles.BeginAsync(fault, cancellation),
            });
        }
    }

    public Task BringBackAsync(FaultStep step, ServerTroubles troubles, CancellationToken cancellation) =>
        Task.WhenAll(step.Injected.Select(injected => injected.Fault switch
        {
            Fault.Kill => parts[injected.Component].StartAsync(cancellation),
            Fault.Freeze => parts[injected.Component].ThawAsync(cancellation),
            var fault => troubles.EndAsync(fault, cancellation),
        }));

    /// <summary>Returns when everything is up.</summary>
    public Task ReadyAsync(CancellationToken cancellation) => Task.WhenAll(parts.Values.Select(part => part.ReadyAsync(cancellation)));

    public async ValueTask DisposeAsync() => await Task.WhenAll(engine.Select(part => part.DisposeAsync().AsTask()));
}
