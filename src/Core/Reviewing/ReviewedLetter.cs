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
        Transitions = [.. OrderMessage.Transitions(letter.Body)];
        Contents = new(Batches.Sum(batch => batch.Count), Batches.Sum(batch => batch.Quantities.Sum(quantity => (long)quantity)));
    }

    /// <summary>The letter.</summary>
    public DeadLetter Letter { get; }

    /// <summary>When it was put aside the last time.</summary>
    public DateTimeOffset LastSeen { get; }

    /// <summary>Whether it waits for an operator; one that does not was replayed, and has not come back, or was discarded.</summary>
    public bool IsWaiting { get; init; } = true;

    /// <summary>The batches of orders in it.</summary>
    public IReadOnlyList<OrderBatch> Batches { get; }

    /// <summary>The batches of transitions in it.</summary>
    public IReadOnlyList<TransitionBatch> Transitions { get; }

    /// <summary>Whether it holds orders or transitions; if not, it cannot be read.</summary>
    public bool IsReadable => Batches.Count + Transitions.Count > 0;

    /// <summary>How many transitions it holds.</summary>
    public int TransitionCount => Transitions.Sum(batch => batch.Count);

    /// <summary>The orders in it, and their units.</summary>
    public Tally Contents { get; }

    /// <summary>The product that it is about; several are joined by commas, null when it cannot be read.</summary>
    public string? ProductId => IsReadable ? string.Join(", ", ProductIds) : null;

    /// <summary>The products that it is about, each once; none when it cannot be read.</summary>
    public IEnumerable<string> ProductIds => Batches.Select(batch => batch.ProductId).Concat(Transitions.Select(batch => batch.ProductId)).Distinct();

    /// <summary>Whether it holds orders or transitions of the product.</summary>
    public bool IsOf(string productId) => ProductIds.Contains(productId);
}
