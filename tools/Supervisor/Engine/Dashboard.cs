using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Supervisor.Engine;

/// <summary>Aspire's dashboard, which shows traces, metrics and logs of what is told its address. Its program comes from NuGet.</summary>
/// <param name="Port">Of its pages.</param>
/// <param name="TelemetryPort">Where it takes OTLP over gRPC.</param>
public sealed record Dashboard(int Port, int TelemetryPort)
{
    /// <summary>Its name among the processes.</summary>
    public const string Name = "dashboard";

    /// <summary>The variable that tells a process where telemetry goes.</summary>
    public const string TelemetryVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Package = "aspire.dashboard.sdk.linux-x64";
    private const string Version = "13.6.5"; // as in tools/Dashboard

    /// <summary>Where its pages are.</summary>
    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>What silos, fronts and drains are told.</summary>
    public IReadOnlyDictionary<string, string?> TelemetrySettings => new Dictionary<string, string?> { [TelemetryVariable] = $"http://127.0.0.1:{TelemetryPort}" };

    /// <summary>How it is started. It listens on loopback only, and asks nobody for a password.</summary>
    public ProgramDescription Describe() => new(Name, Path.Combine(Packages, Package, Version, "tools", "Aspire.Dashboard"), [])
    {
        Environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = Address,
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://127.0.0.1:{TelemetryPort}",
            ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
        },
        IsReadyAsync = _ => Task.FromResult(Ports.IsInUse(Port) && Ports.IsInUse(TelemetryPort)),
    };

    /// <summary>Fetches its program where it is not there yet.</summary>
    /// <exception cref="SupervisorException">It cannot be had.</exception>
    public static async Task FetchAsync(StateDirectory state, CancellationToken cancellation)
    {
        var log = state.LogOf(Name);
        var (exitCode, _) = await new ShortCommand("dotnet", "restore", Path.Combine(Repository.Root, "tools", "Dashboard"), "-v", "quiet") { Log = log }.RunAsync(cancellation);
        if (exitCode != 0)
            throw new SupervisorException("the dashboard's program cannot be had.", log);
    }

    private static string Packages =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
            ? given
            : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
