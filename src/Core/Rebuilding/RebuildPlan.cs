using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
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

    /// <summary>
    /// How long a hold lasts at least from the replacement on: those whose deadline passed while the ledger was away are still paid for.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>Every accepted order that was found, as the latest transition of it that was found left it.</summary>
    public required IReadOnlyCollection<SoldOrder> Orders { get; init; }

    /// <summary>How many of them were found where.</summary>
    public required IReadOnlyDictionary<Place, Tally> Places { get; init; }

    /// <summary>Messages that waited in the broker for a drain, of any product: orders may be in them that are not among those found.</summary>
    public required long Waiting { get; init; }

    /// <summary>The numbers of all its transitions that were found, those by which orders were held or sold among them; one that was given twice is there twice.</summary>
    public required IReadOnlyList<long> Seqs { get; init; }

    /// <summary>The number of the last transition that is known to have happened, found or not.</summary>
    public required long LastSeq { get; init; }

    /// <summary>The cancels found, so that one that is asked for again cancels nothing more (G4).</summary>
    public IReadOnlyCollection<StoredTransition> Cancels { get; init; } = [];

    /// <summary>The product's earlier sales that the ledger does not know any more.</summary>
    public required IReadOnlyList<EndedSale> Ended { get; init; }

    /// <summary>Units of all orders found.</summary>
    public long Accepted => Orders.Sum(order => (long)order.Quantity);

    /// <summary>Units of orders that are held.</summary>
    public long Held => Units(OrderStatus.Held);

    /// <summary>Units of orders whose hold was released or has expired.</summary>
    public long Lapsed => Units(OrderStatus.Released) + Units(OrderStatus.Expired);

    /// <summary>Units sold, those that were cancelled since among them.</summary>
    public long Sold => Accepted - Held - Lapsed;

    /// <summary>Units that were cancelled. Those that waited to be sold again wait no longer: nobody knows until when they were to.</summary>
    public long Returned => Orders.Sum(order => (long)(order.State?.Cancelled ?? 0));

    /// <summary>Units left. Less than 0 when more was sold than there was.</summary>
    public long Remaining => Sale.Definition.Stock + Sale.Added + Returned - Held - Sold;

    /// <summary>What <see cref="Sales.Sale.Lost"/> will be.</summary>
    public long Lost => LastSeq - Seqs.Count;

    /// <summary>Nothing that is known to have happened is missing, and nothing is on its way that a drain has not taken.</summary>
    public bool IsComplete => Waiting == 0 && FindMissing().Count == 0;

    /// <summary>Numbers of transitions that were found nowhere, as ranges in ascending order.</summary>
    public IReadOnlyList<(long First, long Last)> FindMissing()
    {
        var missing = new List<(long, long)>();
        var next = 1L;
        foreach (var seq in Seqs.Append(LastSeq + 1).Order())
        {
            if (seq > next)
                missing.Add((next, seq - 1));
            next = Math.Max(next, seq + 1);
        }

        return missing;
    }

    private long Units(OrderStatus status) => Orders.Sum(order => order.State?.Status == status ? (long)order.Quantity : 0);
}
