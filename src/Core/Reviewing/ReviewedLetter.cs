using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>One dead letter, and what it holds.</summary>
public sealed class ReviewedLetter
{
    /// <param name="letter">The letter.</param>
    /// <param name="lastSeen">When it was put aside the last time.</param>
    public ReviewedLetter(DeadLetter letter, DateTimeOffset lastSeen)
    {
        Letter = letter;
        LastSeen = lastSeen;
        Batches = [.. OrderMessage.Batches(letter.Body)];
        Contents = new(Batches.Sum(batch => batch.Count), Batches.Sum(batch => batch.Quantities.Sum(quantity => (long)quantity)));
    }

    /// <summary>The letter.</summary>
    public DeadLetter Letter { get; }

    /// <summary>When it was put aside the last time.</summary>
    public DateTimeOffset LastSeen { get; }

    /// <summary>The batches of orders in it; none when it cannot be read.</summary>
    public IReadOnlyList<OrderBatch> Batches { get; }

    /// <summary>The orders in it, and their units.</summary>
    public Tally Contents { get; }

    /// <summary>The product of its orders; several are joined by commas, null when it cannot be read.</summary>
    public string? ProductId => Batches.Count == 0 ? null : string.Join(", ", Batches.Select(batch => batch.ProductId).Distinct());

    /// <summary>Whether it holds orders of the product.</summary>
    public bool IsOf(string productId) => Batches.Any(batch => batch.ProductId == productId);
}
