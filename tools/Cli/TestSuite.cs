using System.Globalization;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Cli;

/// <summary>One test project.</summary>
/// <param name="Project">Its path in the repository.</param>
internal sealed record TestSuite(string Project)
{
    private const int UsualSeconds = 1_800;
    private const int TimedOut = 124;
    private const int Killed = 137;

    public string Name => Path.GetFileNameWithoutExtension(Project);

    /// <summary>A project whose tests do without Redis, RabbitMQ and PostgreSQL says so in its .csproj.</summary>
    public bool NeedsServers { get; } = !File.ReadAllText(Path.Combine(Repository.Root, Project)).Contains("<NeedsServers>false</NeedsServers>", StringComparison.Ordinal);

    public SuiteResult NotRun(string reason)
    {
        Session.Say($"{Name,-26} not run: {reason}");
        return new(0, 1, 0, []);
    }

    /// <summary>Runs its tests, prints its line, and its log when something is wrong.</summary>
    public async Task<SuiteResult> RunAsync(Session session, string resultsDirectory, string? filter)
    {
        Session.Say($"running {Name} ...");
        var limit = int.TryParse(Environment.GetEnvironmentVariable("FLASHFLOW_SUITE_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : UsualSeconds;
        var began = DateTime.UtcNow;
        using var process = session.Supervisor.Start(Describe(session, resultsDirectory, filter, limit));
        await process.WaitForExitAsync(session.Interrupted);
        session.Supervisor.RecordOf(Name).Remove();
        var seconds = (int)(DateTime.UtcNow - began).TotalSeconds;

        var result = TestReport.Read(Path.Combine(resultsDirectory, $"{Name}.trx"));
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
            foreach (var line in session.State.LogOf(Name).LastLines(200))
                Session.Say($"  | {line}");
        Session.Say(total == 0 && result.Failed == 0
            ? $"{Name,-26} no test matches"
            : $"{Name,-26} {result.Passed,5} passed {result.Failed,4} failed {result.Skipped,4} skipped {seconds,5} s{(remark is null ? "" : $"   {remark}")}");
        return result;
    }

    private ProgramDescription Describe(Session session, string resultsDirectory, string? filter, int limit)
    {
        string[] expression = filter is null ? [] : ["--filter", filter.AsSpan().ContainsAny("=~|&(") ? filter : $"FullyQualifiedName~{filter}"];
        return new(
            Name,
            "timeout",
            [
                "--kill-after=10", $"{limit}", "dotnet", "test", Project, "-c", "Release", "--no-build", "-nodeReuse:false",
                "--logger", "console;verbosity=minimal", "--logger", $"trx;LogFileName={Name}.trx", "--results-directory", resultsDirectory, .. expression,
            ])
        {
            Directory = Repository.Root,
            Environment = new Dictionary<string, string?>(NeedsServers ? session.Servers.Addresses : new Dictionary<string, string?>())
            {
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_NOLOGO"] = "1",
            },
        };
    }
}
