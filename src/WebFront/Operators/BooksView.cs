using FlashFlow.Core.Auditing;

namespace FlashFlow.WebFront.Operators;

/// <summary>The books of one sale (G6).</summary>
public sealed record BooksView(
    string ProductId,
    long Epoch,
    bool IsCurrent,
    long Initial,
    long Added,
    long Remaining,
    Tally Accepted,
    Tally Outbox,
    Tally InFlight,
    Tally Stored,
    Tally Dead,
    bool IsBalanced,
    string? Imbalance)
{
    /// <summary>The books with what follows from them.</summary>
    public static BooksView Of(Books books) => new(
        books.ProductId,
        books.Epoch,
        books.IsCurrent,
        books.Initial,
        books.Added,
        books.Remaining,
        books.Accepted,
        books.Outbox,
        books.InFlight,
        books.Stored,
        books.Dead,
        books.IsBalanced,
        books.Imbalance);
}
