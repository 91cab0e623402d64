using System.Globalization;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Testing;

/// <summary>A front, a silo, a drain or the operators' pages in a process of its own, so that it can be killed.</summary>
public sealed class EngineProcess : IAsyncDisposable
{
    private const string ListeningMessage = "Now listening on: ";
    private const string FaultMessage = "at fault point ";

    private readonly SupervisedProcess process;
    private Uri? address;

    private EngineProcess(string project, IReadOnlyDictionary<string, string?> settings)
    {
        Project = project;
        var library = Repository.ProgramOf(project);
        process = SupervisedProcess.Start(new ProgramDescription(
            Name, "dotnet", [library, "--urls=http://127.0.0.1:0", .. settings.Select(setting => $"--{setting.Key}={setting.Value}")])
        {
            Directory = Environment.CurrentDirectory,
        });
    }

    public string Project { get; }

    public string Name => Project.ToLowerInvariant();

    public bool IsRunning => process.IsRunning;

    public Uri Address => address ?? throw new InvalidOperationException($"{Name} does not listen yet.");

    public string Output => process.Output;

    public static Task<EngineProcess> StartFrontAsync(Sandbox sandbox, params (string Key, string Value)[] settings) =>
        StartAsync("WebFront", sandbox, [("FlashFlow:Front:DemoMode", "true"), .. settings]);

    public static Task<EngineProcess> StartDrainAsync(Sandbox sandbox, params (string Key, string Value)[] settings) =>
        StartAsync("Drain", sandbox, settings);

    public static Task<EngineProcess> StartSiloAsync(Sandbox sandbox, params (string Key, string Value)[] settings) =>
        StartAsync("Silo", sandbox, [.. settings, .. SiloPorts()]);

    /// <summary>The operators' pages, before a front, and with an eye on these processes.</summary>
    public static Task<EngineProcess> StartConsoleAsync(Sandbox sandbox, EngineProcess front, params EngineProcess[] watched) =>
        StartAsync("Console", sandbox,
        [
            ("FlashFlow:Console:Fronts", $"{front.Address}"),
            .. watched.SelectMany((process, number) => new[]
            {
                ($"FlashFlow:Console:Processes:{number}:Name", $"{KindOf(process)}-1"), ($"FlashFlow:Console:Processes:{number}:Address", $"{process.Address}"),
            }),
        ]);

    /// <summary>
    /// A <paramref name="process"/> (<c>WebFront</c>, <c>Silo</c> or <c>Drain</c>) that dies, or stands still, at a point that tests/FaultHost names.
    /// </summary>
    public static Task<EngineProcess> StartFaultyAsync(Sandbox sandbox, string process, string point, bool stalls, params (string Key, string Value)[] settings) =>
        StartAsync("FaultHost", sandbox,
        [
            .. settings,
            ("FlashFlow:Fault:Process", process),
            ("FlashFlow:Fault:Point", point),
            ("FlashFlow:Fault:Stalls", stalls ? "true" : "false"),
            ("FlashFlow:Front:DemoMode", "true"),
            .. SiloPorts(),
        ]);

    /// <summary>What fronts in this sandbox cannot be without: a silo in a cluster, otherwise nothing.</summary>
    public static async Task<EngineProcess?> StartGuardAsync(Sandbox sandbox) =>
        sandbox.Settings[GuardModes.Setting] == GuardModes.Cluster ? await StartSiloAsync(sandbox) : null;

    /// <summary>SIGKILL: it does not notice.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>SIGSTOP: it keeps its connections and answers nobody.</summary>
    public void Freeze() => process.Freeze();

    /// <summary>SIGCONT.</summary>
    public void Thaw() => process.Thaw();

    /// <summary>Waits until it has come to the fault point that it was started with.</summary>
    public Task AtFaultPointAsync() => Eventually.HoldsAsync(
        $"{Name} at its fault point", () => Task.FromResult(Output.Split('\n').Any(line => line.StartsWith(FaultMessage, StringComparison.Ordinal))));

    /// <summary>Waits for the end that it comes to by itself.</summary>
    public Task EndAsync() => process.EndAsync();

    /// <summary>SIGTERM: it may finish what it is doing.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync() => process.StopAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task<EngineProcess> StartAsync(string project, Sandbox sandbox, (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(sandbox.Settings);
        foreach (var (key, value) in settings)
            all[key] = value;
        var engine = new EngineProcess(project, all);
        try
        {
            // A silo first makes sure that those before it are gone.
            engine.address = await Eventually.SeesAsync($"{engine.Name} to listen", engine.FindAddressAsync, found => found is not null);
            using var client = new HttpClient();
            await Eventually.HoldsAsync(
                $"{engine.Name} to be ready",
                async () => (await client.GetAsync(new Uri(engine.Address, "/health/ready"))).IsSuccessStatusCode);
            return engine;
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            await engine.DisposeAsync();
            throw new TimeoutException($"{failure.Message}\n{engine.Output}", failure);
        }
    }

    private static string KindOf(EngineProcess process) => process.Project == "WebFront" ? "front" : process.Name;

    // Silos tell each other their ports, so they must know them beforehand.
    private static (string Key, string Value)[] SiloPorts()
    {
        static string Port() => FreePort.Find().ToString(CultureInfo.InvariantCulture);
        return [("FlashFlow:Silo:Port", Port()), ("FlashFlow:Silo:GatewayPort", Port())];
    }

    private Task<Uri?> FindAddressAsync()
    {
        if (!IsRunning)
            throw new InvalidOperationException($"{Name} ended early.");
        var output = Output;
        var at = output.IndexOf(ListeningMessage, StringComparison.Ordinal);
        var end = at < 0 ? -1 : output.IndexOfAny(['"', '\n', '\r'], at);
        return Task.FromResult(end < 0 ? null : new Uri(output[(at + ListeningMessage.Length)..end]));
    }
}
