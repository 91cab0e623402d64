using FlashFlow.Core.Auditing;

namespace FlashFlow.Operator.Demo.Holds;

/// <summary>All that a demo of holds brought to light.</summary>
internal sealed record HoldsResult
{
    public required long Epoch { get; init; }

    /// <summary>Units for sale.</summary>
    public required int Stock { get; init; }

    /// <summary>People who came for them.</summary>
    public required int Shoppers { get; init; }

    /// <summary>Those of them who never pay.</summary>
    public required int NeverPaying { get; init; }

    /// <summary>What they heard.</summary>
    public required HoldsRecord Record { get; init; }

    /// <summary>From the first buy until everything was paid for, or patience was over.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>The books of all sales of the product.</summary>
    public required IReadOnlyList<Books> Books { get; init; }

    /// <summary>Those of this sale; null when the ledger no longer knows it.</summary>
    public Books? OwnBooks => Books.FirstOrDefault(books => books.Epoch == Epoch);
}
