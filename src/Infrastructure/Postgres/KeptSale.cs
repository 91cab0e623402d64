namespace FlashFlow.Infrastructure.Postgres;

/// <summary>A sale of which orders are looked for.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="PrunedAt">When its orders left the store, as they were not to be kept any more; null while they are kept.</param>
public sealed record KeptSale(long Epoch, DateTimeOffset? PrunedAt);
