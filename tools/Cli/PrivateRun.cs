using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Cli;

/// <summary>
/// A run in a state directory of its own, beside a running <c>up</c> and never in its way: tests, chaos, bench. It starts from nothing, so
/// what a crashed one left is ended and its data removed, and it leaves nothing running.
/// </summary>
internal static class PrivateRun
{
    /// <param name="session">The run.</param>
    /// <param name="what">Its name in a sentence, such as <c>the tests run</c>.</param>
    /// <param name="run">What is done between beginning and end.</param>
    /// <param name="keepsDataAt">The exit code at which data and logs stay, to be looked at.</param>
    public static async Task<int> RunAsync(Session session, string what, Func<Task<int>> run, int? keepsDataAt = null)
    {
        var record = session.Supervisor.RecordOf(ProcessRecord.Launcher);
        if (record.LivingId is { } id)
            throw new SupervisorException($"{what} already (process {id}).");
        record.Write(Environment.ProcessId);
        var exitCode = ExitCode.Interrupted;
        try
        {
            await session.Servers.ThawAllAsync();
            await session.Servers.EndAndEmptyAsync();
            await Strays.EndAsync(session.State);
            Directory.Delete(session.State.Logs, recursive: true);
            Directory.CreateDirectory(session.State.Logs);
            return exitCode = await run();
        }
        catch (SupervisorException)
        {
            exitCode = ExitCode.Failed;
            throw;
        }
        finally
        {
            await EndAsync(session, keeps: exitCode == keepsDataAt);
            record.Remove();
        }
    }

    /// <summary>What such a verb does, it never does to the servers of somebody else.</summary>
    /// <returns>Why it refuses; null when it does not.</returns>
    public static string? RefuseGivenServers(string what) =>
        ServerKind.All.FirstOrDefault(kind => Environment.GetEnvironmentVariable(kind.Variable) is { Length: > 0 }) is { } given
            ? $"{what}, so it uses none but its own: unset {given.Variable}."
            : null;

    private static async Task EndAsync(Session session, bool keeps)
    {
        using var taken = await StateLock.TakeAsync(session.State, Session.Say); // a server may just be starting
        await session.Servers.ThawAllAsync();
        if (keeps)
        {
            await session.Servers.EndAsync(await session.Servers.EverythingAsync());
            Session.Say($"logs: {session.State.Logs}, data: {session.State.Data}");
        }
        else
        {
            await session.Servers.EndAndEmptyAsync();
        }

        await Strays.EndAsync(session.State);
    }
}
