using System.Diagnostics;
using System.Globalization;
using FlashFlow.Tools.Load;

namespace FlashFlow.Tools.Processes;

/// <summary>How a front, a silo, a drain or the baselines are started: what was built beside these tools, on a port that stays its own.</summary>
/// <param name="Name">Such as <c>front-1</c>.</param>
/// <param name="ClusterId">Silos and fronts of one cluster share it.</param>
/// <param name="State">The launcher's state directory, where its log goes.</param>
/// <param name="Port">Its HTTP port; a silo takes the two after it as well.</param>
internal sealed record EngineProgram(string Name, string ClusterId, string State, int Port)
{
    /// <summary>What the bench compares the engine with.</summary>
    public const string Baselines = "baselines";

    /// <summary>How many ports in a row one of them may take.</summary>
    public const int Ports = 3;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public string Log => Path.Combine(State, "logs", $"{Name}.log");

    /// <summary>Whether silos guard the stock, as the engine's own setting in the environment says.</summary>
    public static bool IsClustered => !string.Equals(Environment.GetEnvironmentVariable("FlashFlow__Guard__Mode"), "standalone", StringComparison.OrdinalIgnoreCase);

    // The shell only leads the output into the log, and then is the program: if this process dies, the log goes on.
    public ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1", Log, "dotnet", Library(Project)]);
        InlineSockets.KeepFrom(start);
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["FlashFlow__InstanceName"] = Name;
        start.Environment["FlashFlow__Cluster__Id"] = ClusterId;
        start.Environment["FlashFlow__Front__DemoMode"] = "true";
        start.Environment["FlashFlow__Front__WarmUpMilliseconds"] = "2000"; // Chaos starts fronts again and again, and the bench warms them up.
        start.Environment["FlashFlow__Silo__Port"] = Text(Port + 1);
        start.Environment["FlashFlow__Silo__GatewayPort"] = Text(Port + 2);
        return start;
    }

    private string Project => Name.Split('-')[0] switch
    {
        "front" => "WebFront",
        "silo" => "Silo",
        Baselines => "Baselines",
        _ => "Drain",
    };

    private static string Library(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../..", project, "release", $"FlashFlow.{project}.dll"));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
