using System.Xml.Linq;
using FlashFlow.Bench.Report;
using FlashFlow.Bench.Results;

namespace FlashFlow.Tools.Tests.Bench.Report;

public sealed class BenchPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Files_are_named_by_day_and_host_class_and_nothing_is_overwritten()
    {
        var first = await WriteAsync(SampleReport.Full);
        var second = await WriteAsync(SampleReport.Small);
        var third = await WriteAsync(SampleReport.Small);

        Assert.Equal("2026-03-04-linux-x64-2core-8gib.json", Path.GetFileName(first[0]));
        Assert.Equal("2026-03-04-linux-x64-2core-8gib.md", Path.GetFileName(first[1]));
        Assert.Equal("2026-03-04-linux-x64-2core-8gib-2.json", Path.GetFileName(second[0]));
        Assert.Equal("2026-03-04-linux-x64-2core-8gib-3.json", Path.GetFileName(third[0]));
        Assert.Equal(first.Concat(second).Concat(third).Order(), Directory.GetFiles(folder.Path).Order());
    }

    [Fact]
    public async Task Ratios_come_first_and_are_of_medians()
    {
        var page = await PageOfAsync(SampleReport.Full);

        var titles = page.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToArray();
        Assert.Equal("## How it compares", titles[0]);
        Assert.Equal("## Throughput", titles[1]);
        Assert.Contains("| scenario | of noop | times sql | times sql-best | times original |", page);
        Assert.Contains("| `accepted` | 0.50 | 25.0 | 10.0 | 4.00 |", page);
        Assert.Contains("| `sold-out` | 0.95 | 47.5 | 19.0 | 7.60 |", page);
        Assert.Contains("| `sql` | 0.02 | - | - | - |", page);
    }

    [Fact]
    public async Task It_tells_machine_commit_versions_and_where_the_generator_was_the_limit()
    {
        var page = await PageOfAsync(SampleReport.Small);

        Assert.Contains("| machine | 2 cores of Sample CPU at 2.5 GHz, 7.8 GiB |", page);
        Assert.Contains("| commit | `abc1234` |", page);
        Assert.Contains("| PostgreSQL | 16.4 |", page);
        Assert.Contains(page, line => line.StartsWith("| load generator | own, on the same cores. It was the limit in `noop`, busy for 90 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_scenario_shows_its_median_and_its_slowest_and_fastest_run()
    {
        var page = await PageOfAsync(SampleReport.Small);

        Assert.Contains("| `accepted` | 202 | 40,000 | 39,000 | 41,000 | 0.80 | 3.50 | 60 % |", page);
    }

    [Fact]
    public async Task Latencies_costs_growth_drain_and_memory_are_told_with_the_right_figures()
    {
        var page = await PageOfAsync(SampleReport.Full);

        Assert.Contains("| `accepted` | 50 % | 20,000 | 20,000 | 0.90 | 1.80 | 6.75 | 13.5 | 45.0 | 0 | 0 |", page);
        Assert.Contains("| `accepted` | front-1 | 24.5 | 3.25 | 180 | 850 | - |", page);
        Assert.Contains("| `accepted` | postgres | 11.0 | - | 300 | - | 146 |", page);
        Assert.Contains("| 10,000 | 52,000 | 410 |", page);
        Assert.Contains("| `drain` | 128,000 | 125,000 | 131,000 | 147 |", page);
        Assert.Contains("| redis | 130 | 1,030 | 1,930 | 2,020 |", page);
    }

    [Fact]
    public async Task Answers_that_a_scenario_is_not_about_are_told_and_others_are_not()
    {
        var page = await PageOfAsync(SampleReport.Full);

        Assert.Contains("`keyed`, run 1: 1,234 answers 503, 2 failed requests or connections.", page);
        Assert.Single(page, line => line.Contains(", run ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sold_out_answer_in_a_scenario_of_accepted_buys_is_told()
    {
        var run = SampleReport.Small.Scenarios[1].Runs[0] with { Statuses = new Dictionary<int, long> { [202] = 5, [409] = 3 } };

        var page = await PageOfAsync(SampleReport.Small with { Scenarios = [new("accepted", "202", [run])] });

        Assert.Contains("`accepted`, run 1: 3 answers 409.", page);
    }

    [Fact]
    public async Task What_was_not_run_is_not_mentioned()
    {
        var page = string.Join('\n', await PageOfAsync(SampleReport.Small));

        Assert.All(new[] { "sold-out", "sql-best", "keyed", "steady rate", "million", "Growth", "Drain", "Memory over" }, absent => Assert.DoesNotContain(absent, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_plot_that_the_page_shows_is_there_and_is_a_drawing_and_no_other()
    {
        var written = await WriteAsync(SampleReport.Full);

        var shown = (await File.ReadAllLinesAsync(written[1])).Where(line => line.StartsWith("![", StringComparison.Ordinal)).Select(line => line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..^1]);
        Assert.Equal(written.Skip(2).Select(Path.GetFileName), shown);
        Assert.Equal(6, written.Count - 2);
        Assert.All(written.Skip(2), path => Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName));
    }

    [Fact]
    public async Task A_page_is_drawn_again_from_its_figures()
    {
        var written = await WriteAsync(SampleReport.Full);
        var before = await File.ReadAllTextAsync(written[1]);
        foreach (var path in written.Skip(1))
            File.Delete(path);

        Assert.Equal(written.Skip(1), BenchPage.Redraw(written[0]));

        Assert.Equal(before, await File.ReadAllTextAsync(written[1]));
        Assert.All(written, path => Assert.True(File.Exists(path), path));
    }

    public void Dispose() => folder.Dispose();

    private Task<IReadOnlyList<string>> WriteAsync(BenchReport report) => BenchPage.WriteAsync(report, folder.Path, default);

    private async Task<string[]> PageOfAsync(BenchReport report) => await File.ReadAllLinesAsync((await WriteAsync(report))[1]);
}
