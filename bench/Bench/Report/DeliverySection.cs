using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>What is told of how soon a webhook is told.</summary>
internal static class DeliverySection
{
    public static ReportSection Of(DeliveryResult delivery) => new()
    {
        Title = "From the broker to a webhook",
        Meaning = $"{delivery.PerSecond:N0} orders of one sale published a second, stored by a drain and told to one webhook on the same machine. "
            + "Counted from publishing, so it has the way through the broker and the commit in it.",
        Columns = ["", "measured", "must be"],
        Rows =
        [
            ["told, p50", $"{Figure.Of(delivery.P50)} ms", ""],
            ["told, p99", $"{Figure.Of(delivery.P99)} ms", "1,000 ms"],
            ["told, max", $"{Figure.Of(delivery.Max)} ms", ""],
            ["orders", $"{delivery.Orders:N0}", ""],
            ["messages", $"{delivery.Messages:N0}", ""],
        ],
    };
}
