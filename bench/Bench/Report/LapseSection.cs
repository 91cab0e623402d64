using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>What is told of holds that lapsed together.</summary>
internal static class LapseSection
{
    public static ReportSection Of(LapseResult lapse) => new()
    {
        Title = "Holds that lapse together",
        Meaning = $"{lapse.Holds:N0} holds of one product whose deadlines passed within {Figure.Of(lapse.SpreadSeconds)} s, while {lapse.BuysPerSecond:N0} buys of it "
            + "a second came at a constant rate. Back on sale counts from the last deadline; latency counts from when a buy was due.",
        Columns = ["", "measured", "must be"],
        Rows =
        [
            ["all back on sale", $"{Figure.Of(lapse.BackSeconds)} s", "2 s"],
            ["buys before, p99", $"{Figure.Of(lapse.Before.P99)} ms", ""],
            ["buys meanwhile, p50", $"{Figure.Of(lapse.Meanwhile.P50)} ms", ""],
            ["buys meanwhile, p99", $"{Figure.Of(lapse.Meanwhile.P99)} ms", "50 ms"],
            ["buys meanwhile, max", $"{Figure.Of(lapse.Meanwhile.Max)} ms", ""],
            ["buys without an order", $"{lapse.Failed:N0}", "0"],
            ["longest call of a script", $"{Figure.Of(lapse.LongestCallMilliseconds)} ms", "20 ms"],
            ["calls of 1 ms or more", $"{lapse.SlowCalls:N0}", ""],
        ],
    };
}
