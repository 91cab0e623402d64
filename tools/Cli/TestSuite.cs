using System.Globalization;
using System.Text.RegularExpressions;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Cli;

/// <summary>A test project, or a part of one.</summary>
/// <param name="Project">Its path in the repository.</param>
/// <param name="Number">Which part of the project, from 1 on.</param>
/// <param name="Part">Which of its tests; null: all.</param>
internal sealed partial record TestSuite(string Project, int Number, string? Part)
{
    private const int UsualSeconds = 1_800;
    private const int TimedOut = 124;
    private const int Killed = 137;

    private readonly string project = File.ReadAllText(Path.Combine(Repository.Root, Project));

    /// <summary>Its name in what is told.</summary>
    public string Name { get; } = Path.GetFileNameWithoutExtension(Project) + (Number == 1 ? "" : $"-{Number}");

    /// <summary>A project whose tests do without Redis, RabbitMQ and PostgreSQL says so in its .csproj.</summary>
    public bool NeedsServers => !project.Contains("<NeedsServers>false</NeedsServers>", StringComparison.Ordinal);

    /// <summary>Whoever takes long begins early, and says so in its .csproj.</summary>
    public bool TakesLong => project.Contains("<TakesLong>true</TakesLong>", StringComparison.Ordinal);

    // What only computes takes what is left over by those who wait for processes.
    private bool IsInNoHurry => TakesLong && !NeedsServers;

    /// <summary>
    /// The suites of a project: the tests that its .csproj has run apart from the others, by words in their names (separated by spaces; one
    /// suite for each group, and a semicolon between two), and all others.
    /// </summary>
    public static IEnumerable<TestSuite> Of(string project)
    {
        var whole = new TestSuite(project, Number: 1, Part: null);
        if (RunsApart().Match(whole.project) is not { Success: true } apart)
            return [whole];
        var groups = apart.Groups[1].Value.Split(';').Select(group => group.Split(' ')).ToList();
        return groups
            .Select((words, group) => new TestSuite(project, group + 2, Join('|', words, "~")))
            .Prepend(whole with { Part = Join('&', groups.SelectMany(words => words), "!~") });

        static string Join(char separator, IEnumerable<string> words, string relation) => string.Join(separator, words.Select(word => $"FullyQualifiedName{relation}{word}"));
    }

    public SuiteResult NotRun(string reason)
    {
        Session.Say($"{Name,-26} not run: {reason}");
        return new(0, 1, 0, []);
    }

    /// <summary>Runs its tests, prints its line, and its log when something is wrong.</summary>
    public async Task<SuiteResult> RunAsync(TestLane lane, string? filter)
    {
        Session.Say($"running {Name} ...");
        var limit = int.TryParse(Environment.GetEnvironmentVariable("FLASHFLOW_SUITE_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : UsualSeconds;
        var began = DateTime.UtcNow;
        using var process = lane.Supervisor.Start(Describe(lane, filter, limit));
        await process.WaitForExitAsync(lane.Interrupted);
        lane.Supervisor.RecordOf(Name).Remove();
        var seconds = (int)(DateTime.UtcNow - began).TotalSeconds;

        var result = TestReport.Read(Path.Combine(lane.Results, $"{Name}.trx"));
        var total = result.Passed + result.Failed + result.Skipped;
        var remark = process.ExitCode switch
        {
            TimedOut or Killed when seconds >= limit => $"stopped after {limit} s",
            not 0 when result.Failed == 0 => $"ended with code {process.ExitCode} without a failed test: see above",
            _ => total == 0 && filter is null ? "ran no test" : null,
        };
        if (remark is not null)
            result = result with { Failed = result.Failed + 1 };
        if (result.Failed > 0)
            foreach (var line in lane.Supervisor.State.LogOf(Name).LastLines(200))
                Session.Say($"  | {line}");
        Session.Say(total == 0 && result.Failed == 0
            ? $"{Name,-26} no test matches"
            : $"{Name,-26} {result.Passed,5} passed {result.Failed,4} failed {result.Skipped,4} skipped {seconds,5} s{(remark is null ? "" : $"   {remark}")}");
        return result;
    }

    private ProgramDescription Describe(TestLane lane, string? filter, int limit)
    {
        var name = filter is null || filter.AsSpan().ContainsAny("=~|&(") ? filter : $"FullyQualifiedName~{filter}";
        var both = string.Join('&', new[] { name, Part }.OfType<string>().Select(expression => $"({expression})"));
        return new(
            Name,
            "nice",
            [
                "-n", IsInNoHurry ? "5" : "0", "timeout", "--kill-after=10", $"{limit}", "dotnet", "test", Repository.ProgramOf(Path.GetFileNameWithoutExtension(Project)),
                "--logger", "console;verbosity=minimal", "--logger", $"trx;LogFileName={Name}.trx", "--results-directory", lane.Results,
                .. both.Length == 0 ? Array.Empty<string>() : ["--filter", both],
            ])
        {
            Directory = Repository.Root,
            Environment = new Dictionary<string, string?>(NeedsServers ? lane.Servers.Addresses : new Dictionary<string, string?>())
            {
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_NOLOGO"] = "1",
            },
        };
    }

    [GeneratedRegex("<RunsApart>([^<]+)</RunsApart>")]
    private static partial Regex RunsApart();
}
