using FlashFlow.Supervisor;

namespace FlashFlow.Cli;

/// <summary>The programs that do the work behind some verbs; they are started, so that the launcher needs nothing of what they need.</summary>
internal static class Tools
{
    /// <summary>Demo, overload, chaos, bench, audit, dead, rebuild and prepare.</summary>
    public static string Program => Repository.ProgramOf("Tools");
}
