using FlashFlow.Infrastructure.Postgres.Feed;

namespace FlashFlow.WebFront.Feed;

/// <summary>Pages of the feed. Those who are woken by the same news and ask for the same share one look at PostgreSQL.</summary>
internal sealed class FeedPages(PostgresFeed feed, FeedWatch watch)
{
    private const int MostKept = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<object, (long? News, Task Page)> kept = [];

    /// <summary>What a product's sale is told of after a transition.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">The sale; null: the latest.</param>
    /// <param name="after">-1: from the start on.</param>
    /// <param name="limit">Most events.</param>
    public Task<SalePage> OfSaleAsync(string productId, long? epoch, int after, int limit) => ShareAsync<SalePage>((productId, epoch, after, limit), async () =>
    {
        if (await feed.FindSaleAsync(productId, epoch, CancellationToken.None) is not { } sale)
            return new SalePage(null, []);
        var events = after < sale.PrunedTo ? [] : await feed.ReadAsync(sale.Epoch, after, limit, CancellationToken.None);

        // The sale may have been taken on in between.
        return new(events.Count == 0 ? sale : sale with { LastSeq = Math.Max(sale.LastSeq, (int)events[^1].LastSeq) }, events);
    });

    /// <summary>What all sales are told of after a cursor; null: from where all that follows is kept.</summary>
    public Task<FeedPage> OfAllAsync(FeedCursor? after, int limit) => ShareAsync<FeedPage>((after, limit), async () =>
    {
        var bounds = await feed.FindBoundsAsync(CancellationToken.None);
        var from = after ?? bounds.Pruned;
        return new FeedPage(bounds, from, await feed.ReadAllAsync(from, limit, CancellationToken.None));
    });

    private Task<T> ShareAsync<T>(object question, Func<Task<T>> ask)
    {
        lock (gate)
        {
            var news = watch.News;
            if (news is not null && kept.TryGetValue(question, out var page) && page.News == news && !page.Page.IsFaulted)
                return (Task<T>)page.Page;
            if (kept.Count >= MostKept)
                kept.Clear();
            var asked = ask();
            kept[question] = (news, asked);
            return asked;
        }
    }
}

/// <summary>A page of what a sale is told of.</summary>
/// <param name="Sale">The sale; null where there is none.</param>
/// <param name="Events">None, where what follows is not kept any more.</param>
internal sealed record SalePage(FeedSale? Sale, IReadOnlyList<FeedEvent> Events);

/// <summary>A page of what all sales are told of.</summary>
/// <param name="Bounds">From where to where the feed could be read.</param>
/// <param name="From">After this.</param>
/// <param name="Events">The events.</param>
internal sealed record FeedPage(FeedBounds Bounds, FeedCursor From, IReadOnlyList<FeedEvent> Events);
