namespace FlashFlow.Supervisor.Servers;

/// <summary>Finds programs on this machine.</summary>
internal static class Programs
{
    /// <summary>The path of a program that is on the PATH; null when there is none.</summary>
    public static string? Find(string name) => FindAny(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(directory => Path.Combine(directory, name)));

    /// <summary>The first of these paths that can be run.</summary>
    public static string? FindAny(IEnumerable<string> paths) => paths.FirstOrDefault(CanRun);

    /// <summary>Where a link leads in the end.</summary>
    public static string Resolve(string path) => Processes.Native.Resolve(path);

    private static bool CanRun(string path) =>
        File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
