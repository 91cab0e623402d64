using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using FlashFlow.Load;

namespace FlashFlow.Operator.Processes;

/// <summary>The engine's processes that chaos and the bench start, in the state directory of the launcher that started this one.</summary>
internal static class EngineParts
{
    /// <summary>Whether silos guard the stock, as the engine's own setting in the environment says.</summary>
    public static bool AreClustered =>
        !string.Equals(Environment.GetEnvironmentVariable(EngineRun.ModeVariable), EngineRun.ModeName(isStandalone: true), StringComparison.OrdinalIgnoreCase);

    /// <summary>The mode by its name.</summary>
    public static string Mode => EngineRun.ModeName(!AreClustered);

    /// <summary>Runs them.</summary>
    public static ProcessSupervisor OpenSupervisor() =>
        new(StateDirectory.Open(Environment.GetEnvironmentVariable(StateDirectory.Variable) ?? ".flashflow"), _ => { });

    /// <summary>The ports of the state directory.</summary>
    /// <exception cref="ToolFailedException">Nothing was started there.</exception>
    public static Ports PortsIn(StateDirectory state) =>
        Ports.Load(state) ?? throw new ToolFailedException($"nothing was started in {state.Root}: ./flashflow does that for its verbs.");

    /// <summary>
    /// One of them, on ports that stay its own: three from <paramref name="firstPort"/> on for each before it. It exports its telemetry to
    /// the port <paramref name="exportsTo"/>, or not at all.
    /// </summary>
    public static EnginePart Describe(
        ProcessSupervisor supervisor, EngineBuild build, string name, string clusterId, int firstPort, int place, int? exportsTo = null)
    {
        var settings = new Dictionary<string, string?>(build.Settings) { [InlineSockets.Variable] = null };
        if (exportsTo is not null)
        {
            settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{exportsTo}";
            settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        }

        return new(
            supervisor,
            new(name + build.Suffix, firstPort + (Ports.PerSilo * place), clusterId + build.Suffix)
            {
                ProgramOf = build.ProgramOf,
                PatienceToStart = TimeSpan.FromSeconds(90),
                Settings = settings,
            });
    }
}
