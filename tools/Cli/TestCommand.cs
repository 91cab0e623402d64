using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.RegularExpressions;
using FlashFlow.Supervisor;

namespace FlashFlow.Cli;

/// <summary><c>test</c>: every test project, with private servers for those that need them.</summary>
internal static partial class TestCommand
{
    private const int MostLanes = 4;

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
            Builds, starts private servers with empty data (beside a running `up`, never in its way), runs every test project, several side by side, stops what it started. Where it may, it installs nginx for the tests with a proxy before the front and Chromium for those of the pages; else they are skipped. The last line says `N passed, N failed`.

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
        var suites = SuiteProject().Matches(solution.Replace('\\', '/')).SelectMany(match => TestSuite.Of(match.Value)).ToList();
        if (suites.Count == 0)
            throw new SupervisorException("there are no test projects in FlashFlow.sln.");

        // A lane keeps two cores busy: servers, fronts, silos and the test itself. A few tests are not worth many servers.
        var most = filter is null ? Math.Clamp(Environment.ProcessorCount / 2, 1, MostLanes) : 1;
        var left = suites.OrderByDescending(suite => suite.TakesLong).ThenBy(suite => suite.Number)
            .ToLookup(suite => suite.NeedsServers)
            .ToDictionary(kind => kind.Key, kind => new ConcurrentQueue<TestSuite>(kind));
        var lanes = from kind in left
                    from lane in Enumerable.Range(0, kind.Key ? most : 1)
                    select new TestLane(session, kind.Key ? $"servers-{lane + 1}" : "alone").RunAsync(kind.Value, results, filter);
        await Task.WhenAll(lanes);
        results.IsComplete = left.Values.All(kind => kind.IsEmpty);
        return ExitCode.Ok;
    }

    [GeneratedRegex("""tests/[^"]*\.Tests\.csproj""")]
    private static partial Regex SuiteProject();
}
