namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>A sale of which something is stored that is not told.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">The sale.</param>
/// <param name="ToldTo">The last transition that is told.</param>
/// <param name="Since">When the first happened that is stored and not told.</param>
public sealed record HeldUpSale(string ProductId, int Epoch, int ToldTo, DateTimeOffset Since);
