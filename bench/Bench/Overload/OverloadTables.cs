using FlashFlow.Load;
using Spectre.Console;

namespace FlashFlow.Bench.Overload;

/// <summary>Shows what an overload did.</summary>
internal static class OverloadTables
{
    private const double Megabyte = 1_024 * 1_024;

    /// <summary>What was offered, what became of it and how quickly, stage by stage.</summary>
    public static Table OfStages(OverloadResult result)
    {
        var table = new Table().AddColumn("");
        foreach (var stage in result.Stages)
            table.AddColumn(new TableColumn($"{stage.Stage.Name},\n{stage.Stage.Duration.TotalSeconds:0} s").RightAligned());

        void Row(string name, Func<OpenLoadReport, string> cell) =>
            table.AddRow([Markup.Escape(name), .. result.Stages.Select(stage => Markup.Escape(cell(stage)))]);

        Row("offered per second", stage => $"{stage.Stage.PerSecond:N0}");
        Row("accepted per second", stage => $"{stage.PerSecond(202):N0}");
        Row("offered", stage => $"{stage.Offered:N0}");
        foreach (var status in result.Stages.SelectMany(stage => stage.StatusCounts.Keys).Distinct().Order())
            Row($"answered {status}", stage => $"{stage.Count(status):N0}");
        Row("no connection idle, not sent", stage => $"{stage.NotSent:N0}");
        Row("failed or never answered", stage => $"{stage.Unanswered + stage.Errors.Values.Sum():N0}");
        foreach (var status in result.Stages.SelectMany(stage => stage.Latency.Keys).Distinct().Order())
            Row($"latency of {status}: p50, p99, max, in ms", stage => Latency(stage, status));
        table.Caption($"back to usual after {(result.RecoveredAfter is { } time ? $"{time.TotalMilliseconds:N0} ms" : "more than the last stage")}; latency counts from when a buy was due");
        return table;
    }

    /// <summary>The memory of the watched processes.</summary>
    public static Table OfMemory(OverloadResult result)
    {
        var table = new Table().AddColumn("memory, most in MB");
        foreach (var (stage, _) in result.Memory is [var first, ..] ? first.Peaks : [])
            table.AddColumn(new TableColumn(stage).RightAligned());
        foreach (var process in result.Memory)
            table.AddRow([Markup.Escape(process.Name), .. process.Peaks.Select(peak => $"{peak.Bytes / Megabyte:N0}")]);
        return table;
    }

    private static string Latency(OpenLoadReport stage, int status) => stage.Latency.TryGetValue(status, out var latency)
        ? $"{latency.P50.TotalMilliseconds:N1}, {latency.P99.TotalMilliseconds:N0}, {latency.Max.TotalMilliseconds:N0}"
        : "-";
}
