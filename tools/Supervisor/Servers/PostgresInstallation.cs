using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Servers;

/// <summary>PostgreSQL's programs on this machine.</summary>
/// <param name="Directory">Where they lie.</param>
internal sealed record PostgresInstallation(string Directory)
{
    public string Server => Path.Combine(Directory, "postgres");

    public string InitDb => Path.Combine(Directory, "initdb");

    /// <summary>The programs that fit data of that major version; without one, the newest.</summary>
    public static async Task<PostgresInstallation?> FindAsync(string? version)
    {
        foreach (var candidate in Directories().Select(directory => new PostgresInstallation(directory)))
            if (Programs.FindAny([candidate.Server]) is not null && Programs.FindAny([candidate.InitDb]) is not null
                && (version is null || await candidate.VersionAsync() == version))
                return candidate;
        return null;
    }

    // On the PATH, where Debian puts it, and where Red Hat's packages do.
    private static IEnumerable<string> Directories()
    {
        if (Programs.Find("postgres") is { } onPath)
            yield return Path.GetDirectoryName(Programs.Resolve(onPath))!;
        foreach (var directory in Versions("/usr/lib/postgresql", "*").Concat(Versions("/usr", "pgsql-*")))
            yield return Path.Combine(directory, "bin");
    }

    private static IEnumerable<string> Versions(string parent, string pattern) => System.IO.Directory.Exists(parent)
        ? System.IO.Directory.EnumerateDirectories(parent, pattern).OrderByDescending(path => int.TryParse(path.Split('/', '-')[^1], out var version) ? version : 0)
        : [];

    // Such as: postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)
    private async Task<string?> VersionAsync()
    {
        var (_, output) = await new ShortCommand(Server, "--version").RunAsync();
        return output.Split(' ') is [_, _, var number, ..] ? number.Split('.')[0].Trim() : null;
    }
}
