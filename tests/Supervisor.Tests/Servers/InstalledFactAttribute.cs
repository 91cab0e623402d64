namespace FlashFlow.Supervisor.Tests.Servers;

/// <summary>A test that runs servers from programs on this machine, where they are installed.</summary>
public sealed class InstalledFactAttribute : FactAttribute
{
    public InstalledFactAttribute(params string[] programs)
    {
        if (Array.Find(programs, program => !IsInstalled(program)) is { } missing)
            Skip = $"{missing} is not installed here.";
    }

    private static bool IsInstalled(string program) => program switch
    {
        "postgres" => Task.Run(() => PostgresInstallation.FindAsync(null)).GetAwaiter().GetResult() is not null,
        _ => Programs.Find(program) is not null,
    };
}
