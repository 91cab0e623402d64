using FlashFlow.Load;
using FlashFlow.Operator.Demo;
using Spectre.Console;

namespace FlashFlow.Tools.Tests.Demo;

public sealed class DemoTableTests
{
    [Fact]
    public void The_first_second_is_shown_apart_and_counts_for_no_other_figure()
    {
        var rows = Rows(TimeSpan.FromSeconds(5), [new(1_000, Milliseconds(400)), .. Enumerable.Repeat(new LoadSecond(20_000, Milliseconds(7)), 4)]);

        Assert.Contains("first second, answers 1,000", rows, StringComparison.Ordinal);
        Assert.Contains("first second, slowest 400.00 ms", rows, StringComparison.Ordinal);
        Assert.Contains("throughput after it 20,000 req/s", rows, StringComparison.Ordinal);
        Assert.Contains("latency, max 7.00 ms", rows, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_over_within_a_second_is_shown_as_a_whole()
    {
        var rows = Rows(TimeSpan.FromSeconds(0.5), [new(1_000, Milliseconds(400))]);

        Assert.DoesNotContain("first second", rows, StringComparison.Ordinal);
        Assert.Contains("throughput 2,000 req/s", rows, StringComparison.Ordinal);
        Assert.Contains("latency, max 400.00 ms", rows, StringComparison.Ordinal);
    }

    private static string Rows(TimeSpan elapsed, IReadOnlyList<LoadSecond> seconds)
    {
        var written = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = 200;
        console.Write(DemoTable.Of(new()
        {
            Sale = new() { ProductId = "demo", Epoch = 1, Stock = 100 },
            Load = new()
            {
                Requests = seconds.Sum(second => second.Answers),
                Elapsed = elapsed,
                Latency = new() { Max = seconds.Max(second => second.Slowest) },
                LaterLatency = new() { Max = seconds.Skip(1).Select(second => second.Slowest).DefaultIfEmpty().Max() },
                BySecond = seconds,
                StatusCounts = new Dictionary<int, long>(),
                Errors = new Dictionary<string, long>(),
                ProcessorTime = default,
            },
            Answers = new(),
            StoredOrderIds = [],
            LastRowAt = 0,
            Books = [],
        }));

        // As cells side by side, without lines and the room around them.
        return string.Join(' ', written.ToString().Split([' ', '\u2502', '|', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
