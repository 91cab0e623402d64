using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>Finds what was answered in a run other than its scenario is about.</summary>
internal static class OddAnswers
{
    private const int Ok = 200;
    private const int Accepted = 202;
    private const int NoContent = 204;
    private const int Refused = 409;

    /// <summary>One sentence per run that had any.</summary>
    public static IEnumerable<string> Of(ScenarioResult scenario) =>
        from run in scenario.Runs.Index()
        let odd = Describe(scenario.Name, run.Item)
        where odd.Length > 0
        select $"`{scenario.Name}`, run {run.Index + 1}: {odd}.";

    private static string Describe(string scenario, ScenarioRun run)
    {
        var statuses = run.Statuses
            .Where(answer => answer.Value > 0 && !IsExpected(scenario, answer.Key))
            .OrderBy(answer => answer.Key)
            .Select(answer => $"{answer.Value:N0} answers {answer.Key}");
        var errors = run.Errors > 0 ? [$"{run.Errors:N0} failed requests or connections"] : Array.Empty<string>();
        return string.Join(", ", statuses.Concat(errors));
    }

    private static bool IsExpected(string scenario, int status) => scenario switch
    {
        BenchItems.Noop => status is Ok or Accepted or NoContent,
        BenchItems.Accepted => status is Accepted,
        BenchItems.SoldOut or BenchItems.Exported => status is Refused,
        _ => status is Ok or Accepted or Refused,
    };
}
