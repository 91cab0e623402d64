using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Results;
using FlashFlow.Bench.Scenarios;
using FlashFlow.Operator.Engine;
using FlashFlow.Operator.Processes;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Engine;
using FlashFlow.Supervisor.Processes;
using Npgsql;
using Spectre.Console;

namespace FlashFlow.Bench.Against;

/// <summary>
/// A bench of two commits: each has its own processes and its own corner of the same servers; generator and baselines are this checkout's.
/// Both engines run all the time, and one of them is idle while the other is measured.
/// </summary>
internal sealed class AgainstRun(BenchOptions options, string reference, IAnsiConsole console)
{
    private const string Corner = "against";

    private readonly BenchLog log = new(console);

    /// <exception cref="ToolFailedException">A process does not come up or ends by itself, or a generator is not there.</exception>
    public async Task<BenchReport> RunAsync(CancellationToken cancellation)
    {
        var began = DateTimeOffset.UtcNow;
        var supervisor = EngineParts.OpenSupervisor();
        await using var access = new EngineAccess();
        var build = await PrepareOtherAsync(new OtherCommit(Repository.Root, supervisor.State), access, cancellation);
        await using var otherAccess = new EngineAccess(build.Settings);
        await using var fleet = new BenchFleet(supervisor, EngineBuild.Own);
        await using var otherFleet = new BenchFleet(supervisor, build);
        using var sales = new BenchSales(access, fleet.Front);
        using var otherSales = new BenchSales(otherAccess, otherFleet.Front);
        var generator = Generator.Find(options.Generator);
        var here = new BenchEngine(fleet, access, sales, generator, options.Connections);
        var there = new BenchEngine(otherFleet, otherAccess, otherSales, generator, options.Connections);
        log.Tell($"starting the engine of this checkout and that of {reference}, and the baselines ({EngineParts.Mode})");
        await Task.WhenAll(fleet.StartAsync(cancellation), otherFleet.StartAsync(cancellation));

        Scenario[][] groups = [.. options.Items.Select(item => Create(item, here, there))];
        try
        {
            return new()
            {
                StartedAt = began,
                Host = await HostDescription.ReadAsync(access, cancellation),
                Settings = new(EngineParts.Mode, options.Generator, options.Runs, options.Duration.TotalSeconds, options.Connections),
                Against = reference,
                Scenarios = await new RateRuns(here, options, log).RunAsync([.. groups.SelectMany(group => group)], round => OrderOf(groups, round), cancellation),
            };
        }
        finally
        {
            foreach (var scenario in groups.SelectMany(group => group).OfType<IDisposable>())
                scenario.Dispose();
        }
    }

    /// <summary>The two of a pair swap places from round to round: who comes second finds the servers busy with what the first has left.</summary>
    public static IEnumerable<T> OrderOf<T>(IEnumerable<IReadOnlyList<T>> groups, int round) =>
        groups.SelectMany(group => round % 2 == 0 ? group.Reverse() : group);

    // A baseline is the same for both.
    private Scenario[] Create(BenchItem item, BenchEngine here, BenchEngine there) =>
        item.IsBaseline ? [item.Create!(here)] : [item.Create!(here), new OtherScenario(item.Create!(there), there, reference)];

    // By its own tool, since its tables are its own, too.
    private async Task<EngineBuild> PrepareOtherAsync(OtherCommit other, EngineAccess access, CancellationToken cancellation)
    {
        await using (var create = access.Postgres.CreateCommand($"CREATE SCHEMA IF NOT EXISTS {Corner}"))
            await create.ExecuteNonQueryAsync(cancellation);
        var postgres = new NpgsqlConnectionStringBuilder(access.Setting<Infrastructure.Postgres.PostgresOptions>().ConnectionString) { SearchPath = Corner };
        var settings = new Dictionary<string, string?>(options.There)
        {
            ["FlashFlow__Redis__Prefix"] = Corner,
            ["FlashFlow__RabbitMq__Prefix"] = Corner,
            ["FlashFlow__Postgres__ConnectionString"] = postgres.ConnectionString,
        };
        var (exitCode, output) = await new ShortCommand("dotnet", other.ProgramOf("Operator"), "prepare") { Environment = settings }.RunAsync(cancellation);
        if (exitCode != 0)
            throw new ToolFailedException($"the other commit's database could not be prepared: {output.ReplaceLineEndings(" ").Trim()}");
        return new() { Suffix = $"-{Corner}", ProgramOf = other.ProgramOf, Settings = settings };
    }
}
