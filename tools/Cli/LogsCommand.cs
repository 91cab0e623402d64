using System.CommandLine;
using System.Diagnostics;
using FlashFlow.Supervisor;

namespace FlashFlow.Cli;

/// <summary><c>logs</c>: the last lines of what runs or ran.</summary>
internal static class LogsCommand
{
    private static readonly Argument<string?> Component = new("component") { Description = "one of them", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Follow = new("-f") { Description = "follow" };

    public static Command Create()
    {
        var command = new Command(
            "logs", "Shows the last lines of one component's log, or of all: redis, rabbitmq, postgres, silo-1, front-1, drain-1, console, build ...")
        {
            Component, Follow,
        };
        command.SetAction((parsed, _) => Session.RunAsync(session => RunAsync(session, parsed.GetValue(Component), parsed.GetValue(Follow))));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string? component, bool follows)
    {
        string[] files = [.. Directory.EnumerateFiles(session.State.Logs, "*.log").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            throw new SupervisorException($"there are no logs yet in {session.State.Logs}.");
        if (component is not null)
        {
            var file = Array.Find(files, file => Path.GetFileNameWithoutExtension(file) == component)
                ?? throw new SupervisorException($"there is no log of {component}; there is: {string.Join(", ", files.Select(Path.GetFileNameWithoutExtension))}.");
            files = [file];
        }

        string[] how = follows ? ["-F"] : [];
        using var tail = Process.Start(new ProcessStartInfo("tail", ["-n", "40", .. how, "--", .. files]))!;
        await tail.WaitForExitAsync(session.Interrupted);
        return tail.ExitCode;
    }
}
