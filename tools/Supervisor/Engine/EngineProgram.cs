using System.Globalization;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Engine;

/// <summary>A silo, front or drain, the operators' pages, or the baselines that a bench compares them with, on ports that stay its own.</summary>
/// <param name="Name">Such as <c>front-1</c>.</param>
/// <param name="Port">Where it answers HTTP; a silo takes the two after it as well.</param>
/// <param name="ClusterId">Silos and fronts of one cluster share it.</param>
public sealed record EngineProgram(string Name, int Port, string ClusterId)
{
    /// <summary>What the bench compares the engine with.</summary>
    public const string Baselines = "baselines";

    /// <summary>The operators' pages.</summary>
    public const string Console = "console";

    /// <summary>Where it answers HTTP.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Settings of its own, on top of the environment; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The library of a project: what was built beside this program, if nothing else is said.</summary>
    public Func<string, string> ProgramOf { get; init; } = Repository.ProgramOf;

    /// <summary>How long it may take to be ready.</summary>
    public TimeSpan PatienceToStart { get; init; } = TimeSpan.FromSeconds(60);

    private string Project => Name.Split('-')[0] switch
    {
        "front" => "WebFront",
        "silo" => "Silo",
        Console => "Console",
        Baselines => "Baselines",
        _ => "Drain",
    };

    /// <summary>How it is started, and when it is ready.</summary>
    public ProgramDescription Describe()
    {
        var library = ProgramOf(Project);
        return new(Name, "dotnet", [library])
        {
            Directory = Path.GetDirectoryName(library)!,
            PatienceToStart = PatienceToStart,
            IsReadyAsync = async cancellation => await Health.ReadAsync(Port, cancellation) is { IsReady: true },
            Environment = new Dictionary<string, string?>(Settings)
            {
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port}",
                ["FlashFlow__InstanceName"] = Name,
                ["FlashFlow__Cluster__Id"] = ClusterId,
                ["FlashFlow__Front__DemoMode"] = "true",
                ["FlashFlow__Silo__Port"] = Text(Port + 1),
                ["FlashFlow__Silo__GatewayPort"] = Text(Port + 2),
            },
        };
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
