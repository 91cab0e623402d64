using FlashFlow.Infrastructure.Postgres.Feed;

namespace FlashFlow.WebFront.Feed;

/// <summary>A part of what a sale is told of. Members may be added, never renamed.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="Events">What happened after <c>after</c>: the first has the next number, and each one more than the one before.</param>
/// <param name="Next">What to ask for as <c>after</c> to go on; -1: nothing is told yet.</param>
/// <param name="Last">The last transition that can be read now: when <c>Next</c> has come to it, all is read.</param>
public sealed record SaleFeedView(string ProductId, long Epoch, IReadOnlyList<FeedEvent> Events, long Next, long Last);
