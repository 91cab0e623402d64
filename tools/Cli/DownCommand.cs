using System.CommandLine;
using FlashFlow.Supervisor;

namespace FlashFlow.Cli;

/// <summary><c>down</c>: ends all that the state directory has running.</summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var command = new Command(
            "down",
            "Stops the operators' pages, fronts, silos, drains and servers, in this order, also after a crash. Only processes that it recorded when it started them are signalled, and only while the id still is the same process. Data stays.");
        command.SetAction((_, _) => Session.RunAsync(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(Session session)
    {
        using var taken = await session.LockAsync();
        var names = await session.Servers.EverythingAsync();
        await session.Servers.EndAsync(names);
        session.Servers.ForgetGiven();
        Session.Say(names.Count > 0 ? "stopped." : "nothing was running.");
        return ExitCode.Ok;
    }
}
