using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>What is told of a sale that many watch.</summary>
internal static class WatchersSection
{
    public static ReportSection Of(WatchersResult watchers) => new()
    {
        Title = "A sale that many watch",
        Meaning = $"Orders accepted while {watchers.Watchers:N0} streams of the product are open, in turns with runs in which nobody watches. "
            + "The readers of the streams run on the same machine.",
        Columns = ["", "measured", "must be"],
        Rows =
        [
            ["accepted a second, nobody watching", $"{watchers.AlonePerSecond:N0}", ""],
            ["accepted a second, all watching", $"{watchers.WatchedPerSecond:N0}", ""],
            ["the latter of the former, in pairs", Figure.Of(watchers.Ratio), "0.9"],
            ["memory of the front for each watcher", $"{watchers.BytesEach / 1_000:N1} kB", ""],
        ],
    };
}
