using FlashFlow.Core.Auditing;
using Spectre.Console;

namespace FlashFlow.Operator;

/// <summary>Orders and units of a sale, a line for each place where they are.</summary>
internal static class TallyTable
{
    public static Table Create(string title) => new Table()
        .AddColumn(Markup.Escape(title))
        .AddColumn(new TableColumn("orders").RightAligned())
        .AddColumn(new TableColumn("units").RightAligned());

    public static Table AddTally(this Table table, string name, Tally tally) => table.AddRow(name, $"{tally.Orders:N0}", $"{tally.Units:N0}");

    /// <summary>A line of units that belong to no order.</summary>
    public static Table AddUnits(this Table table, string name, long units) => table.AddRow(name, "", $"{units:N0}");
}
