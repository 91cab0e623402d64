namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>A step by which a sale was taken on in the feed.</summary>
/// <param name="Id">Its number; a later step has a greater one.</param>
/// <param name="Epoch">The sale.</param>
public readonly record struct FeedRange(long Id, int Epoch);
