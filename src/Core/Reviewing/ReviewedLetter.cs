using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>A dead letter with all its copies: a drain that died between the broker's confirm and its acknowledgement leaves two.</summary>
public sealed class ReviewedLetter
{
    private readonly IReadOnlyList<HeldLetter> copies;

    internal ReviewedLetter(IReadOnlyList<HeldLetter> copies)
    {
        this.copies = copies;
        var latest = copies.MaxBy(copy => copy.Letter.Attempts)!.Letter;
        Letter = latest with { FirstSeen = copies.Min(copy => copy.Letter.FirstSeen) };
        Batches = [.. OrderMessage.Batches(latest.Body)];
        Contents = new(Batches.Sum(batch => batch.Count), Batches.Sum(batch => batch.Quantities.Sum(quantity => (long)quantity)));
    }

    /// <summary>The letter, with the reason of its latest copy and the time of its first.</summary>
    public DeadLetter Letter { get; }

    /// <summary>The batches of orders in it; none when it cannot be read.</summary>
    public IReadOnlyList<OrderBatch> Batches { get; }

    /// <summary>The orders in it, and their units.</summary>
    public Tally Contents { get; }

    /// <summary>The product of its orders; several are joined by commas, null when it cannot be read.</summary>
    public string? ProductId => Batches.Count == 0 ? null : string.Join(", ", Batches.Select(batch => batch.ProductId).Distinct());

    /// <summary>How often it lies in the queue.</summary>
    public int Copies => copies.Count;

    /// <summary>Whether it holds orders of the product.</summary>
    public bool IsOf(string productId) => Batches.Any(batch => batch.ProductId == productId);

    internal async Task RemoveAsync()
    {
        foreach (var copy in copies)
            await copy.RemoveAsync();
    }
}
