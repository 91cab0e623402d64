using FlashFlow.Supervisor;

namespace FlashFlow.Cli;

/// <summary>The programs that do the work behind some verbs; they are started, so that the launcher needs nothing of what they need.</summary>
internal static class Tools
{
    /// <summary>The program that knows a verb.</summary>
    public static string ProgramOf(string verb) => Repository.ProgramOf(verb switch
    {
        "bench" or "overload" => "Bench",
        "chaos" => "Chaos",
        _ => "Operator",
    });
}
