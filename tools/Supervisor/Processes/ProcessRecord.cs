using System.Globalization;

namespace FlashFlow.Supervisor.Processes;

/// <summary>
/// What is remembered of a process in its state directory: <c>NAME.pid</c> holds its id and <c>NAME.start</c> the moment it began, in clock
/// ticks since the machine did. Together they tell whether the id still is what was started, also to whoever reads them after a crash.
/// </summary>
/// <param name="state">Where.</param>
/// <param name="name">Of the process, such as <c>front-1</c>.</param>
public sealed class ProcessRecord(StateDirectory state, string name)
{
    /// <summary>The launcher itself while it runs tests, chaos or a bench; not one of the things that it starts.</summary>
    public const string Launcher = "test";

    private string IdFile => $"{name}.pid";

    private string StartFile => $"{name}.start";

    /// <summary>Whether anything is remembered.</summary>
    public bool IsThere => File.Exists(state.PathOf(IdFile));

    /// <summary>The recorded id; null when there is none.</summary>
    public int? Id => int.TryParse(state.Read(IdFile), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The recorded id while it is still the process that was recorded; otherwise null.</summary>
    public int? LivingId => Id is { } id && ProcessStat.FindStart(id) is { } began && began == state.Read(StartFile) ? id : null;

    /// <summary>Whether the recorded process still runs.</summary>
    public bool IsAlive => LivingId is not null;

    /// <summary>All that is recorded in a state directory.</summary>
    public static IReadOnlyList<string> NamesIn(StateDirectory state) =>
        [.. Directory.EnumerateFiles(state.Root, "*.pid").Select(path => Path.GetFileNameWithoutExtension(path)!).Where(name => name != Launcher).Order(StringComparer.Ordinal)];

    /// <summary>Remembers a process.</summary>
    public void Write(int id)
    {
        state.Write(StartFile, ProcessStat.FindStart(id) ?? "gone");
        state.Write(IdFile, id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Forgets it.</summary>
    public void Remove()
    {
        state.Delete(IdFile);
        state.Delete(StartFile);
    }
}
