using System.Globalization;

namespace FlashFlow.Supervisor.Processes;

/// <summary>What <c>/proc/PID/stat</c> says of a process (proc_pid_stat(5)).</summary>
internal sealed class ProcessStat
{
    // Numbered from 1 in the manual. The second field, the name in brackets, may hold anything, so what is read begins behind it, with the third.
    private const int State = 3;
    private const int ParentId = 4;
    private const int Threads = 20;
    private const int StartTime = 22;

    private readonly string[] fields;

    private ProcessStat(string text) => fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');

    /// <summary>Its parent's id.</summary>
    public int Parent => int.Parse(Field(ParentId), CultureInfo.InvariantCulture);

    /// <summary>When it began, in clock ticks since the machine did: with the id it names a process for good.</summary>
    public string Began => Field(StartTime);

    /// <summary>
    /// True when only the remains are there, which nobody has reaped yet. A dead first thread with living others is not that: they still
    /// hold ports and files.
    /// </summary>
    public bool IsRemains => Field(State) is "Z" or "X" && int.Parse(Field(Threads), CultureInfo.InvariantCulture) <= 1;

    /// <summary>Whether it stands still.</summary>
    public bool IsStopped => Field(State) is "T" or "t";

    /// <summary>Null when there is no such process.</summary>
    public static ProcessStat? Read(int id)
    {
        try
        {
            return new(File.ReadAllText($"/proc/{id}/stat"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>When process <paramref name="id"/> began; null if there is none, or only its remains.</summary>
    public static string? FindStart(int id) => Read(id) is { IsRemains: false } stat ? stat.Began : null;

    /// <summary>Ids of all processes.</summary>
    public static IEnumerable<int> Ids() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>The processes that a process has started and that are still there.</summary>
    public static IReadOnlyList<int> ChildrenOf(int id) => [.. Ids().Where(child => Read(child)?.Parent == id)];

    /// <summary>Whether every thread of a process stands still, or there is no such process. SIGSTOP reaches those that run a moment later.</summary>
    public static bool AllThreadsAreStopped(int id)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{id}/task")
                .All(thread => Read(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture)) is null or { IsStopped: true } or { IsRemains: true });
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
    }

    private string Field(int number) => fields[number - 3];
}
