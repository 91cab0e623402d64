using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Infrastructure.Postgres.Retention;

/// <summary>How long what is stored is kept, and how soon it is told. Section <c>FlashFlow:Store</c>.</summary>
public sealed record StoreOptions
{
    // Of so many parts the oldest is dropped when all of it is old: more of them would be looked into by whoever looks for an order by its id alone.
    private const int Parts = 10;

    /// <summary>Orders of sales that are over, and what happened to them, are kept for so many days after the last of it; none: for ever.</summary>
    [Range(1, 36_500)]
    public int? KeepDays { get; init; }

    /// <summary>After so many seconds in which something that is stored is not told by the feed, or to a webhook, a drain's health is degraded.</summary>
    [Range(1, 86_400)]
    public int MaxLagSeconds { get; init; } = 60;

    /// <summary>How long sales are begun in one part of the store: a day at least. So long something may be kept beyond its days.</summary>
    public TimeSpan PartAge => TimeSpan.FromDays(Math.Max(1, (KeepDays ?? 0) / Parts));
}
