namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>From where to where the feed of all sales can be read.</summary>
/// <param name="Pruned">What follows is kept, and of what comes before some is not.</param>
/// <param name="Last">The last range; 0: there is none.</param>
public readonly record struct FeedBounds(FeedCursor Pruned, long Last)
{
    /// <summary>Whether something that follows a cursor is not kept any more.</summary>
    public bool IsPruned(FeedCursor after) => (after.Range, after.Seq).CompareTo((Pruned.Range, Pruned.Seq)) < 0;
}
