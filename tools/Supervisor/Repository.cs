namespace FlashFlow.Supervisor;

/// <summary>The checkout that this program was built in.</summary>
public static class Repository
{
    private const string Marker = "FlashFlow.sln";

    /// <summary>Its directory.</summary>
    /// <exception cref="SupervisorException">This program does not run where it was built.</exception>
    public static string Root { get; } = Find();

    /// <summary>The library of a program that was built beside this one, in the same configuration.</summary>
    /// <param name="project">Its project, such as <c>WebFront</c>.</param>
    public static string ProgramOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"FlashFlow.{project}.dll");
    }

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, Marker)))
                return directory.FullName;
        throw new SupervisorException($"there is no {Marker} above {AppContext.BaseDirectory}: this program runs in the checkout where it was built.");
    }
}
