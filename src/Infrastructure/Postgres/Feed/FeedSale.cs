namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>A sale of which the feed tells.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="LastSeq">The last transition that is told: it and all before it are stored, or given up; -1: not even the start is told.</param>
/// <param name="PrunedTo">The last transition that is not kept any more; -1: all are.</param>
public sealed record FeedSale(string ProductId, int Epoch, int LastSeq, int PrunedTo);
