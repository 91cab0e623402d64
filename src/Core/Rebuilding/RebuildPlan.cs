using FlashFlow.Core.Auditing;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Rebuilding;

/// <summary>A sale as it can be put together from what is left of it: what a suspended ledger is to be replaced by.</summary>
public sealed record RebuildPlan
{
    /// <summary>Why it is needed.</summary>
    public required Suspension Suspension { get; init; }

    /// <summary>The sale.</summary>
    public required long Epoch { get; init; }

    /// <summary>Its definition, and what operators did to it.</summary>
    public required StoredSale Sale { get; init; }

    /// <summary>Every accepted order that was found.</summary>
    public required IReadOnlyCollection<SoldOrder> Orders { get; init; }

    /// <summary>How many of them were found where.</summary>
    public required IReadOnlyDictionary<Place, Tally> Places { get; init; }

    /// <summary>Messages that waited in the broker for a drain, of any product: orders may be in them that are not among those found.</summary>
    public required long Waiting { get; init; }

    /// <summary>The last position known to be given, found or not.</summary>
    public required long LastPosition { get; init; }

    /// <summary>The product's earlier sales that the ledger does not know any more.</summary>
    public required IReadOnlyList<EndedSale> Ended { get; init; }

    /// <summary>Units sold, by the orders found.</summary>
    public long Accepted => Orders.Sum(order => (long)order.Quantity);

    /// <summary>Units left. Less than 0 when more was sold than there was.</summary>
    public long Remaining => Sale.Definition.Stock + Sale.Added - Accepted;

    /// <summary>What <see cref="Sales.Sale.Lost"/> will be.</summary>
    public long Lost => LastPosition - Orders.Count;

    /// <summary>Positions that were given to orders which were found nowhere, as ranges in ascending order.</summary>
    public IReadOnlyList<(long First, long Last)> FindMissing()
    {
        var missing = new List<(long, long)>();
        var next = 1L;
        foreach (var position in Orders.Select(order => order.Position).Append(LastPosition + 1).Order())
        {
            if (position > next)
                missing.Add((next, position - 1));
            next = Math.Max(next, position + 1);
        }

        return missing;
    }
}
