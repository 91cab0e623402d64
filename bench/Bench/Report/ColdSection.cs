using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>How a bench tells of processes that had just been started.</summary>
internal static class ColdSection
{
    public static ReportSection Of(IReadOnlyList<ColdResult> results) => new()
    {
        Title = "After a start",
        Meaning = "Front, silo and drain were started at once, and a crowd came as soon as all were ready; every run with processes of its own. Medians of the runs, and of the slowest answer and the time to ready the worst run as well.",
        Columns = ["scenario", "ready s", "most", "1st second", "2nd", "5th", "10th", "1st of 10th", "slowest ms", "most", "failed"],
        Rows =
        [
            .. from result in results
               select (IReadOnlyList<string>)
               [
                   $"`{result.Scenario}`",
                   Figure.Of(Median(result, run => run.SecondsToReady)),
                   Figure.Of(result.Runs.Max(run => run.SecondsToReady)),
                   Figure.Whole(Median(result, run => run.PerSecond[0])),
                   Figure.Whole(Median(result, run => run.PerSecond[1])),
                   Figure.Whole(Median(result, run => run.PerSecond[4])),
                   Figure.Whole(Median(result, run => run.PerSecond[^1])),
                   Figure.Of(Median(result, run => run.FirstOfLast)),
                   Figure.Of(Median(result, run => run.SlowestMilliseconds.Max())),
                   Figure.Of(result.Runs.Max(run => run.SlowestMilliseconds.Max())),
                   Figure.Whole(result.Runs.Sum(run => run.Errors)),
               ],
        ],
    };

    private static double Median(ColdResult result, Func<ColdRun, double> figure) => Statistics.Median([.. result.Runs.Select(figure)]);
}
