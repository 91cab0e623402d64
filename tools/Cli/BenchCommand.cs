using System.CommandLine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Cli;

/// <summary><c>bench</c>: private servers for the program that measures.</summary>
internal static class BenchCommand
{
    private static readonly Argument<string[]> Scenarios = new("scenario")
    {
        Description = "noop, sold-out, exported, accepted, mixed, keyed, many-products, sql, sql-best, drain, in cluster mode cluster-1 and cluster-3 (default: all of these), and, since they take minutes, only when they are named: growth, cold, steady; or all",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Runs = Options.Text("--runs", "N", "runs of each scenario (default 5)");
    private static readonly Option<string?> Seconds = Options.Text("--seconds", "S", "length of a run (default 5); of steady the whole (default 600)");
    private static readonly Option<string?> Connections = Options.Text("--connections", "N", "connections, each with one request on its way at a time (default 100)");
    private static readonly Option<string?> Generator = Options.Text(
        "--generator", "G", "what makes the load: own (the default), autocannon or wrk, which must be installed. keyed, many-products and cluster-N need the own one");

    private static readonly Option<string?> OpenLoop = Options.Text(
        "--open-loop", "B", "whether latency is measured at 25, 50, 75 and 90 % of what was reached, too, where noop, sold-out or accepted is measured (default true)");

    private static readonly Option<string?> Results = Options.Text("--results", "DIR", "where the results go (default bench/results in this checkout)");
    private static readonly Option<bool> Standalone = Options.Standalone();
    private static readonly Option<bool> List = new("--list") { Description = "print what can be measured, and end" };

    public static Command Create()
    {
        var command = new Command(
            "bench",
            """
            Builds, starts private servers with empty data (beside a running `up`, never in its way), a front, a drain, in cluster mode a silo, and what the engine is compared with. Warms every scenario up, then lets their runs take turns, and prints medians with the slowest and fastest run. The figures (JSON), a page and plots are written to the results directory; nothing there is overwritten.

            Exit code 0 when everything was measured, 1 when something could not be started, ended by itself or did not answer, 2 for an unknown scenario; 130 after Ctrl-C, which ends everything and writes nothing. Logs of the last run lie in .flashflow/bench.
            """)
        {
            Scenarios, Runs, Seconds, Connections, Generator, OpenLoop, Results, Standalone, List,
        };
        command.Validators.Add(result =>
        {
            if (PrivateRun.RefuseGivenServers("bench fills and empties servers") is { } refusal)
                result.AddError(refusal);
        });
        command.SetAction((parsed, _) => Session.RunAsync(
            session =>
            {
                session.IsStandalone = parsed.GetValue(Standalone);
                string[] options = ["bench", .. parsed.GetValue(Scenarios) ?? [], .. Options.PassOn(parsed, Runs, Seconds, Connections, Generator, OpenLoop)];
                var results = Path.GetFullPath(parsed.GetValue(Results) ?? Path.Combine(Repository.Root, "bench/results"));
                return PrivateRun.RunAsync(session, "bench runs", () => RunAsync(session, options, results, parsed.GetValue(List)));
            },
            "bench"));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string[] options, string results, bool justLists)
    {
        if (await session.RunToolAsync([.. options, "--list"], isQuiet: !justLists) is var listed && (justLists || listed != ExitCode.Ok)) // before anything is started
            return listed;
        using (await session.LockAsync())
            await session.Servers.StartAsync(session.Interrupted);
        await session.PrepareDatabaseAsync();
        Environment.SetEnvironmentVariable("FLASHFLOW_COMMIT", await FindCommitAsync());
        return await session.RunToolAsync([.. options, "--results", results, "--port", $"{session.Servers.Ports!.FirstDrain}"]);
    }

    // The commit of this checkout, with a + when files were changed; nothing where git does not know.
    private static async Task<string?> FindCommitAsync()
    {
        var (known, hash) = await new ShortCommand("git", "-C", Repository.Root, "rev-parse", "--short", "HEAD").RunAsync();
        var (compared, changes) = await new ShortCommand("git", "-C", Repository.Root, "status", "--porcelain", "--untracked-files=no").RunAsync();
        return known == 0 && compared == 0 ? hash.Trim() + (changes.Length > 0 ? "+" : "") : null;
    }
}
