using FlashFlow.Infrastructure.Postgres.Feed;

namespace FlashFlow.WebFront.Feed;

/// <summary>A part of what all sales are told of. Members may be added, never renamed.</summary>
/// <param name="Events">What happened after <c>after</c>. Those of one sale follow each other without a gap.</param>
/// <param name="Next">What to ask for as <c>after</c> to go on.</param>
public sealed record FeedView(IReadOnlyList<FeedEvent> Events, string Next);
