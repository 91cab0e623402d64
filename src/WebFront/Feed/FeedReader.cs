namespace FlashFlow.WebFront.Feed;

/// <summary>Reads one page after the other, and waits where there is none yet.</summary>
/// <param name="watch">Tells when there may be more.</param>
/// <param name="epoch">The sale; null: all.</param>
/// <param name="read">Reads the page that comes next by then.</param>
/// <param name="hasEvents">Whether there is anything on a page.</param>
/// <param name="first">The first page, which was read already.</param>
internal sealed class FeedReader<TPage>(FeedWatch watch, int? epoch, Func<Task<TPage>> read, Func<TPage, bool> hasEvents, TPage first) : IDisposable
    where TPage : class
{
    private TPage? known = first;
    private FeedWatch.Wait? wait;

    /// <summary>The next page; one without events when the time is up.</summary>
    public async Task<TPage> NextAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var page = known ?? await read();
        known = null;
        if (hasEvents(page) || patience == TimeSpan.Zero)
            return page;

        // What comes between a look and the wait is not to be missed: so it begins first.
        wait ??= watch.Begin(epoch);
        page = await read();
        var started = watch.Time.GetTimestamp();
        for (var left = patience; !hasEvents(page) && left > TimeSpan.Zero; left = patience - watch.Time.GetElapsedTime(started))
        {
            await wait.NewsAsync(left, cancellation);
            page = await read();
        }

        return page;
    }

    public void Dispose() => wait?.Dispose();
}
