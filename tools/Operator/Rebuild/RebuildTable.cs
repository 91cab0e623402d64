using FlashFlow.Core.Rebuilding;
using Spectre.Console;

namespace FlashFlow.Operator.Rebuild;

/// <summary>Shows what a ledger will be made of.</summary>
internal static class RebuildTable
{
    private const int MaxRanges = 20;

    public static void Write(IAnsiConsole console, RebuildPlan plan, IReadOnlyList<(long First, long Last)> missing)
    {
        console.WriteLine($"Suspended since {plan.Suspension.Since:u}: {plan.Suspension.Reason}.");
        var sale = plan.Sale;
        var table = TallyTable.Create($"{sale.Definition.ProductId}, sale {plan.Epoch}")
            .AddUnits("initial", sale.Definition.Stock)
            .AddUnits("added", sale.Added);
        foreach (var place in Enum.GetValues<Place>().Reverse())
            table.AddTally($"accepted, found in {Name(place)}", plan.Places.GetValueOrDefault(place));
        table.AddTally("accepted", new(plan.Orders.Count, plan.Accepted));
        table.AddRow("missing", $"{missing.Sum(range => range.Last - range.First + 1):N0}", missing.Count == 0 ? "0" : "unknown");
        table.AddUnits("remaining", plan.Remaining);
        console.Write(table);
        WriteMissing(console, missing);
        if (plan.Remaining < 0)
            console.MarkupLineInterpolated($"[red]{-plan.Remaining:N0} units more were sold than there are.[/] Restock, or tell the last shoppers.");
    }

    private static void WriteMissing(IAnsiConsole console, IReadOnlyList<(long First, long Last)> missing)
    {
        if (missing.Count == 0)
            return;
        var ranges = missing.Take(MaxRanges).Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}");
        console.MarkupLineInterpolated($"[red]missing positions:[/] {string.Join(", ", ranges)}{(missing.Count > MaxRanges ? ", ..." : "")}");
    }

    private static string Name(Place place) => place switch
    {
        Place.Store => "PostgreSQL",
        Place.Discarded => "discarded letters",
        Place.DeadLetters => "dead letters",
        _ => "the outbox",
    };
}
