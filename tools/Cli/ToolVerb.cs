using System.CommandLine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.CommandLine;
using FlashFlow.Supervisor.Engine;

namespace FlashFlow.Cli;

/// <summary>
/// A verb that a program of its own carries out: it is told where the servers are, and reads the command line itself. Its help is the verb's,
/// and it is asked whether it can do what is asked before anything is started for it.
/// </summary>
/// <param name="Name">The verb.</param>
/// <param name="Description">What the list of verbs says of it.</param>
/// <param name="CarryOutAsync">Starts what the program needs, and runs it.</param>
/// <param name="IsPrivate">Whether it has a state directory of its own.</param>
internal sealed record ToolVerb(string Name, string Description, Func<Session, string[], Task<int>> CarryOutAsync, bool IsPrivate = false)
{
    private static readonly ToolVerb[] All =
    [
        new("overload", "offer several times more than the engine can take, check that nothing is lost", FrontCommands.OverloadAsync),
        new("chaos", "a sale while everything is killed and frozen, with a verdict", ChaosAsync, IsPrivate: true),
        new("bench", "measure how fast it is, against what, and at what cost", BenchAsync, IsPrivate: true),
        new("audit", "show whether the books of a product balance", OnRunningServersAsync),
        new("rebuild", "make the stock counter of a suspended sale anew from the stored orders", OnRunningServersAsync),
        new("export", "take all stored orders of a sale away, with their totals", (session, arguments) => session.RunToolAsync(arguments)),
        new("dead", "list, show, replay or discard what could not be stored", OnRunningServersAsync),
        new("webhook", "list webhooks; test, replay, pause or resume one", OnRunningServersAsync),
        new("forget", "have a shopper be nobody in all that is stored", OnRunningServersAsync),
        new("room", "compute the draw of a waiting room again", (session, arguments) => session.RunToolAsync(arguments)),
        new("key", "make an access key, list or revoke those of a file", (session, arguments) => session.RunToolAsync(arguments)),
    ];

    /// <summary>What the list of verbs says of them.</summary>
    public static IEnumerable<Command> Create() => All.Select(verb => new Command(verb.Name, verb.Description));

    /// <summary>The one that is asked for; null when it is none of them.</summary>
    public static ToolVerb? Find(string name) => Array.Find(All, verb => verb.Name == name);

    public Task<int> RunAsync(string[] arguments) => Session.RunAsync(
        async session =>
        {
            session.IsStandalone = LaunchOptions.Read(arguments).GetValue(LaunchOptions.Standalone);
            if (arguments.Any(argument => argument is "--help" or "-h" or "-?" or "--list"))
                return await session.RunToolAsync(arguments);
            return await session.RunToolAsync([.. arguments, LaunchOptions.Check.Name]) is not ExitCode.Ok and var refused
                ? refused
                : await CarryOutAsync(session, arguments);
        },
        IsPrivate ? Name : null);

    private static async Task<int> OnRunningServersAsync(Session session, string[] arguments)
    {
        await session.NeedRunningServersAsync();
        return await session.RunToolAsync(arguments);
    }

    private static Task<int> ChaosAsync(Session session, string[] arguments) => OnPrivateServersAsync(session, arguments, "chaos kills servers", keepsDataAt: ExitCode.Failed);

    private static Task<int> BenchAsync(Session session, string[] arguments) => OnPrivateServersAsync(session, arguments, "bench fills and empties servers");

    // The commit to compare with is built among the data, with which it goes.
    private static Task<int> OnPrivateServersAsync(Session session, string[] arguments, string reason, int? keepsDataAt = null)
    {
        if (PrivateRun.RefuseGivenServers(reason) is { } refusal)
            return Session.RefuseAsync(refusal);
        return PrivateRun.RunAsync(
            session,
            $"{arguments[0]} runs",
            async () =>
            {
                if (LaunchOptions.Read(arguments).GetValue(LaunchOptions.Against) is { } reference)
                {
                    Session.Say($"building {reference} beside this checkout ...");
                    await new OtherCommit(Repository.Root, session.State).BuildAsync(reference, session.Interrupted);
                }

                // Of clusters the program needs single members, and starts them itself.
                if (LaunchOptions.AreServersClustered(LaunchOptions.Read(arguments)))
                {
                    session.Servers.SettlePorts();
                    return await session.RunToolAsync(arguments);
                }

                using (await session.LockAsync())
                    await session.Servers.StartAsync(session.Interrupted);
                await session.PrepareDatabaseAsync();
                return await session.RunToolAsync(arguments);
            },
            keepsDataAt);
    }
}
