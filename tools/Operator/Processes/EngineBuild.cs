using FlashFlow.Supervisor;

namespace FlashFlow.Operator.Processes;

/// <summary>Which build of the engine is started, and in which corner of the servers it works.</summary>
internal sealed record EngineBuild
{
    /// <summary>What was built beside this program.</summary>
    public static EngineBuild Own { get; } = new();

    /// <summary>Tells its processes from those of another build: the last part of their names. Empty for what was built beside this program.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>Whether it was built beside this program, whatever its settings.</summary>
    public bool IsOwn => Suffix.Length == 0;

    /// <summary>The library of a project.</summary>
    public Func<string, string> ProgramOf { get; init; } = Repository.ProgramOf;

    /// <summary>What its processes, and whoever looks after them in the servers, have in their environment beside the servers' addresses.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}
