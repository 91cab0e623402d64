using FlashFlow.Bench.Against;
using FlashFlow.Bench.Report.Plots;
using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>What is told of a bench, in the order it is told. What was not run is not mentioned.</summary>
internal static class ReportSections
{
    public static IReadOnlyList<ReportSection> Of(BenchReport report)
    {
        List<ReportSection> sections = [];
        if (Pairing.Of(report) is { Count: > 0 } pairings)
            sections.Add(Pairs(report, pairings));
        if (Ratios.Of(report) is { Count: > 0 } ratios)
            sections.Add(Compare(report, ratios));
        if (report.Scenarios.Count > 0)
            sections.Add(Throughput(report));
        if (report.OpenLoop.Count > 0)
            sections.Add(OpenLoop(report));
        if (report.Costs.Count > 0)
            sections.Add(Costs(report));
        sections.AddRange(report.Growth.Where(curve => curve.Points.Count > 0).Select(Growth));
        if (report.Cold.Count > 0)
            sections.Add(ColdSection.Of(report.Cold));
        if (report.Lapse is { } lapse)
            sections.Add(LapseSection.Of(lapse));
        if (report.Watchers is { } watchers)
            sections.Add(WatchersSection.Of(watchers));
        if (report.Delivery is { } delivery)
            sections.Add(DeliverySection.Of(delivery));
        if (report.Line is { } line)
            sections.Add(LineSection.Of(line));
        if (report.Drain is { RowsPerSecond.Count: > 0 } drain)
            sections.Add(Drain(drain));
        if (report.Steady is { } steady)
            sections.Add(Steady(steady));
        return sections;
    }

    /// <summary>Machine, software and generator, a row each.</summary>
    public static IEnumerable<IReadOnlyList<string>> Machine(BenchReport report)
    {
        var host = report.Host;
        yield return ["when", $"{report.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"];
        yield return ["machine", $"{host.Cores:N0} cores of {host.Processor}, {host.MemoryGiB:0.#} GiB"];
        yield return ["system", host.System];
        yield return ["runtime", host.DotNet];
        foreach (var (server, version) in host.Servers)
            yield return [server, version];
        yield return ["commit", host.Commit.Length == 0 ? "unknown" : $"`{host.Commit}`"];
        yield return ["load generator", $"{report.Settings.Generator}, on the same cores. {(report.Scenarios.Count == 0 ? "" : GeneratorLimit.Describe(report))}".TrimEnd()];
    }

    private static ReportSection Pairs(BenchReport report, IReadOnlyList<Pairing> pairings) => new()
    {
        Title = $"Against {report.Against}",
        Meaning = $"The rate of this commit by that of `{report.Against}`, run by run: both ran one after the other, and who came first changed. Above 1 this one is faster.",
        Columns = ["scenario", "median of the pairs", "least", "greatest", "pairs"],
        Rows =
        [
            .. pairings.Select(pairing => (IReadOnlyList<string>)
                [$"`{pairing.Scenario}`", Figure.Of(pairing.Median), Figure.Of(pairing.Range.Min), Figure.Of(pairing.Range.Max), $"{pairing.Ratios.Count:N0}"]),
        ],
    };

    private static ReportSection Compare(BenchReport report, IReadOnlyList<Ratio> ratios)
    {
        string[] others = [.. ratios.Select(ratio => ratio.Against).Distinct().OrderBy(name => name == Ratios.Ceiling ? 0 : 1)];
        return new()
        {
            Title = "How it compares",
            Meaning = "The median throughput of a scenario, divided by that of another in the same bench." + string.Concat(others.Select(Explain)),
            Columns = ["scenario", .. others.Select(other => other == Ratios.Ceiling ? $"of {other}" : $"times {other}")],
            Rows =
            [
                .. from scenario in report.Scenarios
                   where ratios.Any(ratio => ratio.Scenario == scenario.Name)
                   select (IReadOnlyList<string>)[$"`{scenario.Name}`", .. others.Select(other => Figure.Of(ratios.FirstOrDefault(ratio => ratio.Scenario == scenario.Name && ratio.Against == other)?.Value))],
            ],
        };
    }

    private static string Explain(string other) => other switch
    {
        Ratios.Ceiling => " `noop` is the ceiling: the same web server, asked to do nothing, so 1 would mean that selling costs nothing.",
        BenchItems.Sql => " `sql` is what people write first: one row, an `UPDATE` of the stock and an `INSERT` of the order in one transaction, with Npgsql's own pool.",
        BenchItems.Original => " `original` is the way of the Node.js original, in C# on the same servers: one Lua call per buy, a message that nobody confirms, one insert per message.",
        BenchItems.SoldOut => " `exported` against `sold-out` shows what it costs to export telemetry.",
        _ => $" `{other}` is the same with the pool that suits it best.",
    };

    private static ReportSection Throughput(BenchReport report) => new()
    {
        Title = "Throughput",
        Meaning = "Answers per second: the median of the runs, and the slowest and the fastest. "
            + "Latency is the median of the runs too; here every connection waits for its answer before it asks again, so it says less than the open loop. "
            + "Near 100 % the generator has no more to give.",
        Columns = ["scenario", "what is counted", "median /s", "min /s", "max /s", "p50 ms", "p99 ms", "generator busy"],
        Rows =
        [
            .. from scenario in report.Scenarios
               select (IReadOnlyList<string>)
               [
                   $"`{scenario.Name}`",
                   scenario.Meaning,
                   Figure.Whole(scenario.Median),
                   Figure.Whole(scenario.Min),
                   Figure.Whole(scenario.Max),
                   Figure.Of(MedianOf(scenario, latency => latency.P50)),
                   Figure.Of(MedianOf(scenario, latency => latency.P99)),
                   Figure.Percent(GeneratorLimit.Load(scenario)),
               ],
        ],
        Remarks = [.. report.Scenarios.SelectMany(OddAnswers.Of)],
        Plots = [new("throughput", "Throughput by scenario", () => ThroughputPlot.Of(report.Scenarios))],
    };

    private static double? MedianOf(ScenarioResult scenario, Func<Latency, double?> percentile)
    {
        double[] known = [.. scenario.Runs.Select(run => percentile(run.Latency)).OfType<double>()];
        return known.Length == 0 ? null : Statistics.Median(known);
    }

    private static ReportSection OpenLoop(BenchReport report) => new()
    {
        Title = "Latency at a steady rate",
        Meaning = "Buys come at a constant rate, a share of the median throughput above, whether or not earlier ones were answered, as a crowd does. "
            + "Latency counts from when a buy was due: time that it waited for a connection counts too. "
            + "Not sent: due, but every connection was waiting.",
        Columns = ["scenario", "of median", "offered /s", "answered /s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "not sent", "failed"],
        Rows =
        [
            .. from open in report.OpenLoop
               select (IReadOnlyList<string>)
               [
                   $"`{open.Scenario}`",
                   $"{open.Percent:N0} %",
                   Figure.Whole(open.OfferedPerSecond),
                   Figure.Whole(open.AnsweredPerSecond),
                   Figure.Of(open.Latency.P50),
                   Figure.Of(open.Latency.P90),
                   Figure.Of(open.Latency.P99),
                   Figure.Of(open.Latency.P999),
                   Figure.Of(open.Latency.Max),
                   Figure.Whole(open.NotSent),
                   Figure.Whole(open.Failed),
               ],
        ],
        Plots =
        [
            .. from open in report.OpenLoop
               group open by open.Scenario into scenario
               select new Plot($"open-loop-{scenario.Key}", $"Latency of {scenario.Key} at a steady rate", () => OpenLoopPlot.Of(scenario.Key, [.. scenario])),
        ],
    };

    private static ReportSection Costs(BenchReport report) => new()
    {
        Title = "What a million cost",
        Meaning = "What each process spent per million answers of a scenario: processor time, and what it sent to storage. "
            + "Memory is what it held in RAM at the end. Allocated is managed memory, for .NET processes; kept is what one answer leaves behind.",
        Columns = ["scenario", "process", "processor s", "written MB", "memory MB", "allocated B each", "kept B each"],
        Rows =
        [
            .. from cost in report.Costs
               select (IReadOnlyList<string>)
               [
                   $"`{cost.Scenario}`",
                   cost.Process,
                   Figure.Of(cost.ProcessorSecondsPerMillion),
                   Figure.Of(cost.MegabytesWrittenPerMillion),
                   Figure.Of(cost.ResidentMegabytes),
                   Figure.Of(cost.AllocatedBytesPerAnswer),
                   Figure.Of(cost.StoredBytesPerAnswer),
               ],
        ],
    };

    private static ReportSection Growth(GrowthCurve curve) => new()
    {
        Title = $"Growth: {curve.What}, {curve.Scenario}",
        Meaning = $"Answers per second of `{curve.Scenario}` and their 99th percentile of latency, as {curve.What} grow and all else stays.",
        Columns = [curve.What, "median /s", "p99 ms"],
        Rows = [.. curve.Points.Select(point => (IReadOnlyList<string>)[$"{point.Size:N0}", Figure.Whole(point.PerSecond), Figure.Of(point.P99)])],
        Plots = [new($"growth-{curve.What}-{curve.Scenario}", $"{curve.Scenario} as {curve.What} grow", () => GrowthPlot.Of(curve))],
    };

    private static ReportSection Drain(DrainResult drain) => new()
    {
        Title = "Drain",
        Meaning = $"A queue of {drain.Orders:N0} accepted orders, emptied into PostgreSQL with no buys beside it. The bytes are the orders table with its indexes.",
        Columns = ["", "median rows/s", "min", "max", "bytes per order"],
        Rows =
        [
            [
                "`drain`",
                Figure.Whole(Statistics.Median(drain.RowsPerSecond)),
                Figure.Whole(drain.RowsPerSecond.Min()),
                Figure.Whole(drain.RowsPerSecond.Max()),
                Figure.Of(drain.BytesPerOrder),
            ],
        ],
    };

    private static ReportSection Steady(SteadyResult steady) => new()
    {
        Title = "Memory over time",
        Meaning = $"{steady.Accepted:N0} orders were accepted in {steady.Seconds / 60:0.#} minutes. "
            + "Memory in RAM, in MB: median of the first, the middle and the last tenth of that time, and the most.",
        Columns = ["process", "first tenth", "middle", "last tenth", "most"],
        Rows =
        [
            .. from process in steady.Memory
               where process.Value.Count > 0
               select (IReadOnlyList<string>)
               [
                   process.Key,
                   Figure.Of(Part(process.Value, 0)),
                   Figure.Of(Part(process.Value, 0.45)),
                   Figure.Of(Part(process.Value, 0.9)),
                   Figure.Of(process.Value.Max(sample => sample.Megabytes)),
               ],
        ],
        Plots = [new("memory", "Memory over time", () => MemoryPlot.Of(steady))],
    };

    // The median of a tenth of the samples.
    private static double Part(IReadOnlyList<MemorySample> samples, double from)
    {
        var first = Math.Min((int)(from * samples.Count), samples.Count - 1);
        return Statistics.Median([.. samples.Skip(first).Take(Math.Max(1, samples.Count / 10)).Select(sample => sample.Megabytes)]);
    }
}
