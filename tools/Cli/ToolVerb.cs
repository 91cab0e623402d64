using System.CommandLine;

namespace FlashFlow.Cli;

/// <summary><c>audit</c>, <c>dead</c> and <c>rebuild</c>: programs of their own that are told where the servers are. They read their command lines themselves.</summary>
internal static class ToolVerb
{
    private static readonly (string Name, string Description)[] Verbs =
    [
        ("audit", "show whether the books of a product balance"),
        ("rebuild", "make the stock counter of a suspended sale anew from the stored orders"),
        ("dead", "list, show, replay or discard what could not be stored"),
    ];

    /// <summary>What the list of verbs says of them.</summary>
    public static IEnumerable<Command> Create() => Verbs.Select(verb => new Command(verb.Name, verb.Description));

    public static bool IsOne(string name) => Verbs.Any(verb => verb.Name == name);

    public static Task<int> RunAsync(string[] arguments) => Session.RunAsync(async session =>
    {
        if (!arguments.Any(argument => argument is "--help" or "-h" or "-?"))
            await session.NeedRunningServersAsync();
        return await session.RunToolAsync(arguments);
    });
}
