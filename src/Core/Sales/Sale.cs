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

    /// <summary>Units sold.</summary>
    public required long Accepted { get; init; }

    /// <summary>Orders accepted, which is the last position given.</summary>
    public required long Orders { get; init; }

    /// <summary>Operators' changes since the start.</summary>
    public required long Changes { get; init; }

    /// <summary>
    /// Orders that a rebuild could not find any more, less those that it found twice at one position; see <c>Rebuilding.RebuildPlan</c>.
    /// Always 0 in a ledger that was never rebuilt.
    /// </summary>
    public long Lost { get; init; }

    /// <summary>Why it sells nothing at the moment; null for a sound ledger.</summary>
    public Suspension? Suspension { get; init; }

    /// <summary>What is left.</summary>
    public StockLevel Level => new(Definition.ProductId, Epoch, Orders + Changes, Remaining, State);

    /// <summary>The first half of G6: what came in is what is left or sold.</summary>
    public bool IsBalanced => Definition.Stock + Added == Remaining + Accepted;

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
