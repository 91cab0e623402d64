using FlashFlow.Bench.Report.Plots;

namespace FlashFlow.Bench.Report;

/// <summary>One part of a bench as it is told: a table, what it means, and its plots. The page and the console show the same.</summary>
internal sealed record ReportSection
{
    public required string Title { get; init; }

    /// <summary>What the table means, in a few sentences of Markdown.</summary>
    public required string Meaning { get; init; }

    /// <summary>Heads of the columns; the first one names the rows.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>What is out of the ordinary, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    public IReadOnlyList<Plot> Plots { get; init; } = [];
}
