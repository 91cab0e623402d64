using System.Globalization;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Supervisor.Engine;

/// <summary>How many silos, fronts and drains <c>up</c> has started, and where: what every later command goes by.</summary>
/// <param name="Silos">How many silos; none in standalone mode.</param>
/// <param name="Fronts">How many fronts.</param>
/// <param name="Drains">How many drains.</param>
/// <param name="Port">The first front's port; the others follow.</param>
/// <param name="IsStandalone">Whether fronts guard the stock themselves.</param>
/// <param name="HasConsole">Whether the operators' pages run beside them.</param>
public sealed record EngineRun(int Silos, int Fronts, int Drains, int Port, bool IsStandalone, bool HasConsole = false)
{
    /// <summary>The setting that says who guards the stock.</summary>
    public const string ModeVariable = "FlashFlow__Guard__Mode";

    private const string File = "run";

    /// <summary>The value of <see cref="ModeVariable"/>.</summary>
    public string Mode => ModeName(IsStandalone);

    /// <summary>The value of <see cref="ModeVariable"/>.</summary>
    public static string ModeName(bool isStandalone) => isStandalone ? "standalone" : "cluster";

    /// <summary>The run of earlier; null when there was none.</summary>
    public static EngineRun? Load(StateDirectory state)
    {
        var values = (state.Read(File) ?? "").Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        return Number("RUN_PORT") is { } port and > 0
            ? new(Number("RUN_SILOS") ?? 0, Number("RUN_FRONTS") ?? 0, Number("RUN_DRAINS") ?? 0, port, values.GetValueOrDefault("RUN_MODE") == ModeName(true), Number("RUN_CONSOLE") == 1)
            : null;

        int? Number(string key) => int.TryParse(values.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Remembers it.</summary>
    public void Save(StateDirectory state) => state.Write(
        File, $"RUN_MODE={Mode}\nRUN_SILOS={Silos}\nRUN_FRONTS={Fronts}\nRUN_DRAINS={Drains}\nRUN_PORT={Port}\nRUN_CONSOLE={(HasConsole ? 1 : 0)}");

    /// <summary>Its processes: silos first, the operators' pages last.</summary>
    /// <param name="state">Where it runs.</param>
    /// <param name="ports">Of the state directory.</param>
    /// <param name="settings">What all of them get in their environment.</param>
    public IReadOnlyList<EngineProgram> Programs(StateDirectory state, Ports ports, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var all = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>()) { [ModeVariable] = Mode };
        EngineProgram[] engine =
        [
            .. Numbered("silo", Silos, number => ports.FirstSilo + (Ports.PerSilo * number)),
            .. Numbered("front", Fronts, number => Port + number),
            .. Numbered("drain", Drains, number => ports.FirstDrain + number),
        ];
        return HasConsole ? [.. engine, DescribeConsole(engine, state, ports, all)] : engine;

        IEnumerable<EngineProgram> Numbered(string word, int count, Func<int, int> portOf) => Enumerable.Range(0, count)
            .Select(number => new EngineProgram($"{word}-{number + 1}", portOf(number), $"flashflow-{state.Identity}") { Settings = all });
    }

    // It calls the fronts, and asks everybody how they are.
    private static EngineProgram DescribeConsole(EngineProgram[] engine, StateDirectory state, Ports ports, Dictionary<string, string?> settings)
    {
        var own = new Dictionary<string, string?>(settings)
        {
            ["FlashFlow__Console__Fronts"] = string.Join(',', engine.Where(program => program.Name.StartsWith("front-", StringComparison.Ordinal)).Select(front => front.Address)),
        };
        for (var i = 0; i < engine.Length; i++)
        {
            own[$"FlashFlow__Console__Processes__{i}__Name"] = engine[i].Name;
            own[$"FlashFlow__Console__Processes__{i}__Address"] = $"{engine[i].Address}";
        }

        if (settings.ContainsKey(Dashboard.TelemetryVariable))
        {
            own["FlashFlow__Console__Dashboards__0__Name"] = "Aspire: logs, metrics, traces";
            own["FlashFlow__Console__Dashboards__0__Address"] = new Dashboard(ports.Dashboard, ports.Telemetry).Address;
        }

        return new(EngineProgram.Console, ports.Console, $"flashflow-{state.Identity}") { Settings = own };
    }
}
