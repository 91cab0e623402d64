using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Sales;

/// <summary>A sale as the ledger holds it at one moment.</summary>
public sealed record Sale
{
    /// <summary>Number of the sale: grows with every new sale of any product, never used twice.</summary>
    public required long Epoch { get; init; }

    /// <summary>What the operator decided.</summary>
    public required SaleDefinition Definition { get; init; }

    /// <summary>What the operator has made of it since.</summary>
    public required SaleState State { get; init; }

    /// <summary>Units added after the start.</summary>
    public required long Added { get; init; }

    /// <summary>Units not sold.</summary>
    public required long Remaining { get; init; }

    /// <summary>Units of all orders ever accepted, held or sold.</summary>
    public required long Accepted { get; init; }

    /// <summary>Orders ever accepted.</summary>
    public required long Orders { get; init; }

    /// <summary>The number of the last transition: each order held or sold, each change of one, and each operator's change has the next.</summary>
    public required long Seq { get; init; }

    /// <summary>Units held for shoppers who pay.</summary>
    public long Held { get; init; }

    /// <summary>Units of orders whose hold was released or has expired, and which were not reinstated.</summary>
    public long Lapsed { get; init; }

    /// <summary>Units that were cancelled and are for sale again.</summary>
    public long Returned { get; init; }

    /// <summary>Units sold. Those that were cancelled since are among them.</summary>
    public long Sold => Accepted - Held - Lapsed;

    /// <summary>Operators' changes since the start.</summary>
    public required long Changes { get; init; }

    /// <summary>Transitions that a rebuild could not find any more. Always 0 in a ledger that was never rebuilt.</summary>
    public long Lost { get; init; }

    /// <summary>When units come back on sale by themselves: the next hold's deadline, or the end of the time for which cancelled units wait. Null where none do.</summary>
    public DateTimeOffset? NextDeadline { get; init; }

    /// <summary>Why it sells nothing at the moment; null for a sound ledger.</summary>
    public Suspension? Suspension { get; init; }

    /// <summary>What is left.</summary>
    public StockLevel Level => new(Definition.ProductId, Epoch, Seq + Changes, Remaining, State);

    /// <summary>The first half of G6: what came in is what is left, held or sold.</summary>
    public bool IsBalanced => Definition.Stock + Added + Returned == Remaining + Held + Sold;

    /// <summary>Whether it is put away, so that shoppers find no product.</summary>
    public bool IsArchived => State == SaleState.Archived;

    /// <summary>Whether nothing is sold of it any more at <paramref name="now"/> by the ledger's clock, unless an operator changes its window.</summary>
    public bool IsOver(DateTimeOffset now) => State is SaleState.Closed or SaleState.Archived || now >= Definition.ClosesAt;

    /// <summary>What a shopper should be told of the sale at <paramref name="now"/> by the ledger's clock; see <see cref="SaleLook.AsOf"/>.</summary>
    public string Availability(DateTimeOffset now) => State switch
    {
        _ when Suspension is not null => "suspended",
        SaleState.Archived => "archived",
        SaleState.Closed => "closed",
        _ when now >= Definition.ClosesAt => "closed",
        SaleState.Paused => "paused",
        _ when now < Definition.OpensAt => "not_open",
        _ when Remaining == 0 => "sold_out",
        _ => "open",
    };
}
