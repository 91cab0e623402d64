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
        table.AddRow("missing transitions", $"{missing.Sum(range => range.Last - range.First + 1):N0}", missing.Count == 0 ? "0" : "unknown");
        if (plan.Returned > 0)
            table.AddUnits("cancelled, and for sale again", plan.Returned);
        if (plan.Held + plan.Lapsed > 0)
            table.AddUnits("held", plan.Held).AddUnits("lapsed", plan.Lapsed).AddUnits("sold", plan.Sold);
        table.AddUnits("remaining", plan.Remaining);
        console.Write(table);
        if (plan.Held > 0)
            console.WriteLine($"Holds whose deadline has passed, or is near, last for {RebuildPlan.Grace.TotalSeconds:0} s more once the ledger is replaced, so that payments on their way are taken.");
        WriteMissing(console, missing);
        if (plan.Remaining < 0)
            console.MarkupLineInterpolated($"[red]{-plan.Remaining:N0} units more were sold than there are.[/] Restock, or tell the last shoppers.");
    }

    private static void WriteMissing(IAnsiConsole console, IReadOnlyList<(long First, long Last)> missing)
    {
        if (missing.Count == 0)
            return;
        var ranges = missing.Take(MaxRanges).Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}");
        console.MarkupLineInterpolated($"[red]missing transitions:[/] {string.Join(", ", ranges)}{(missing.Count > MaxRanges ? ", ..." : "")}");
    }

    private static string Name(Place place) => place switch
    {
        Place.Store => "PostgreSQL",
        Place.Discarded => "discarded letters",
        Place.DeadLetters => "dead letters",
        _ => "the outbox",
    };
}
