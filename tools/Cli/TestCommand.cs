using System.CommandLine;
using System.Text.RegularExpressions;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Cli;

/// <summary><c>test</c>: every test project, with private servers for those that need them.</summary>
internal static partial class TestCommand
{
    private static readonly Argument<string?> Filter = new("filter")
    {
        Description = "a word that test names contain, or an expression as `dotnet test --filter` takes",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command(
            "test",
            """
            Builds, starts private servers with empty data (beside a running `up`, never in its way), runs every test project, stops what it started. Where it may, it installs nginx for the tests with a proxy before the front and Chromium for those of the pages; else they are skipped. The last line says `N passed, N failed`.

            FLASHFLOW_SUITE_SECONDS in the environment: longest time for one test project (default 1800).

            Results and logs of the last run lie in .flashflow/test. Exit code 0 only if something ran and nothing failed.
            """)
        {
            Filter,
        };
        command.SetAction((parsed, _) => Session.RunAsync(
            async session =>
            {
                var results = new TestResults();
                try
                {
                    await PrivateRun.RunAsync(session, "the tests run", () => RunAsync(session, results, parsed.GetValue(Filter)));
                }
                finally
                {
                    if (results.IsComplete)
                        results.Write();
                }

                return results.IsGood ? ExitCode.Ok : ExitCode.Failed;
            },
            "test"));
        return command;
    }

    private static async Task<int> RunAsync(Session session, TestResults results, string? filter)
    {
        var directory = session.State.PathOf("results");
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);
        var solution = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "FlashFlow.sln"));
        var suites = SuiteProject().Matches(solution.Replace('\\', '/')).Select(match => new TestSuite(match.Value)).ToList();
        if (suites.Count == 0)
            throw new SupervisorException("there are no test projects in FlashFlow.sln.");

        // Side by side: the tests of whole processes mostly wait for them.
        await Task.WhenAll(
            RunAllAsync(session, results, directory, filter, suites.Where(suite => !suite.NeedsServers)),
            RunWithServersAsync(session, results, directory, filter, [.. suites.Where(suite => suite.NeedsServers)]));
        await EndStraysAsync(session, results);
        results.IsComplete = true;
        return ExitCode.Ok;
    }

    private static async Task RunWithServersAsync(Session session, TestResults results, string directory, string? filter, IReadOnlyList<TestSuite> suites)
    {
        try
        {
            using (await session.LockAsync())
                await session.Servers.StartAsync(session.Interrupted);
        }
        catch (SupervisorException failure)
        {
            Session.Complain(failure.Message);
            foreach (var suite in suites)
                results.Add(suite.NotRun(failure.Message));
            return;
        }

        await RunAllAsync(session, results, directory, filter, suites);
    }

    private static async Task RunAllAsync(Session session, TestResults results, string directory, string? filter, IEnumerable<TestSuite> suites)
    {
        foreach (var suite in suites)
            results.Add(await suite.RunAsync(session, directory, filter));
    }

    // Everything that is recorded is ended first: what is left then, the tests have forgotten.
    private static async Task EndStraysAsync(Session session, TestResults results)
    {
        await session.Servers.EndAsync(await session.Servers.EverythingAsync());
        var strays = await Strays.EndAsync(session.State);
        if (strays.Count == 0)
            return;
        Session.Say("the tests left processes behind:");
        foreach (var stray in strays)
            Session.Say($"  {stray}");
        results.Add(new(0, 1, 0, []));
    }

    [GeneratedRegex("""tests/[^"]*\.Tests\.csproj""")]
    private static partial Regex SuiteProject();
}
