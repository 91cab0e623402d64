namespace FlashFlow.Supervisor.Processes;

/// <summary>How a program is started and when it is ready. The same description serves the launcher, the tests, chaos and the bench.</summary>
/// <param name="Name">Of the process, such as <c>front-1</c>; names its record and its log, and says how it is ended (<see cref="Ending"/>).</param>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ProgramDescription(string Name, string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Its working directory.</summary>
    public string Directory { get; init; } = "/";

    /// <summary>What it gets on top of the environment of who starts it; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>False for a program that gets <see cref="Environment"/> alone.</summary>
    public bool InheritsEnvironment { get; init; } = true;

    /// <summary>Whether it does what it was started for. Without a check, as soon as it runs.</summary>
    public Func<CancellationToken, Task<bool>> IsReadyAsync { get; init; } = _ => Task.FromResult(true);

    /// <summary>How long it may take to be ready.</summary>
    public TimeSpan PatienceToStart { get; init; } = TimeSpan.FromSeconds(60);
}
