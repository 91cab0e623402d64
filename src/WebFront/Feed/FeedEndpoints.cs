using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Operators;
using FlashFlow.WebFront.Products;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Feed;

/// <summary>Tells whoever has a key what happens in sales: everything, in order, and so that nothing can be missing unnoticed (G10).</summary>
internal static class FeedEndpoints
{
    private const string LastEventId = "Last-Event-ID";
    private const int MostWaitSeconds = 60;

    private static readonly string About =
        $"The first `limit` (1 to {PageAnswer.MaxLimit}, usually {PageAnswer.UsualLimit}) events after `after`. With `wait` (0 to {MostWaitSeconds} seconds) an answer "
        + "without events is held back until there are some. With `Accept: text/event-stream` they come as server-sent events, each with an id; "
        + $"`{LastEventId}` goes on after it. A transition is told once all before it are stored: what was read once never gets an earlier one.";

    public static void MapFeed(this IEndpointRouteBuilder app)
    {
        app.MapProductCalls(role: null).MapGet("/events", ReadSaleAsync)
            .WithSummary("Tells what happened in the product's latest sale, or in the sale `epoch`, by the numbers of the transitions.")
            .WithDescription(About)
            .Produces<SaleFeedView>()
            .Refuses(Problems.UnknownProduct, Problems.UnknownSale, Problems.BadPage, Problems.EventsPruned);
        app.MapGet("/events", ReadAllAsync)
            .WithTags("Operators")
            .RequireAnyKey()
            .WithSummary("Tells what happened in all sales, each sale's transitions in their order.")
            .WithDescription(About)
            .Produces<FeedView>()
            .Refuses(Problems.BadRequest, Problems.BadPage, Problems.EventsPruned, Problems.Unavailable);
    }

    private static async Task<IResult> ReadSaleAsync(
        string productId,
        [FromQuery] int? after,
        [FromQuery] long? epoch,
        [FromHeader(Name = LastEventId)] string? lastEventId,
        HttpContext context,
        FeedPages pages,
        FeedWatch watch,
        IHostApplicationLifetime lifetime,
        [FromQuery] int limit = PageAnswer.UsualLimit,
        [FromQuery] int wait = 0)
    {
        if (FindDefect(limit, wait) is { } defect)
            return defect;
        var isStream = FeedStream.IsAskedFor(context.Request);
        if (isStream && lastEventId is not null)
        {
            if (FeedCursor.Find($"r{lastEventId}") is not { } last || (epoch is not null && last.Range != epoch))
                return Problems.BadPage.With($"{LastEventId} must be one of this stream.");
            (epoch, after) = (last.Range, last.Seq);
        }

        if (after < 0)
            return Problems.BadPage.With("The feed goes on after the number of a transition, which is 0 or more.");
        var at = after ?? -1;
        var page = await pages.OfSaleAsync(productId, epoch, at, limit);
        if (page.Sale is not { } sale)
            return epoch is null ? Problems.UnknownProduct : Problems.UnknownSale;
        if (at < sale.PrunedTo)
            return Problems.EventsPruned.With($"Of sale {sale.Epoch} what follows after={sale.PrunedTo} is kept.");

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var reader = new FeedReader<SalePage>(
            watch, sale.Epoch, () => pages.OfSaleAsync(productId, sale.Epoch, at, limit), found => found.Events.Count > 0, page);
        if (isStream)
        {
            await FeedStream.WriteAsync(context, async stop =>
            {
                var read = await reader.NextAsync(FeedStream.Silence, stop);
                if (at < read.Sale!.PrunedTo)
                    return null;
                at = read.Events.Count == 0 ? at : (int)read.Events[^1].LastSeq;
                return read.Events;
            }, told => $"{told.Epoch}.{told.LastSeq}", end.Token);
            return Results.Empty;
        }

        page = await NextAsync(reader, wait, page, end.Token);
        return TypedResults.Ok(new SaleFeedView(
            sale.ProductId, sale.Epoch, page.Events, page.Events.Count == 0 ? at : page.Events[^1].LastSeq, page.Sale!.LastSeq));
    }

    private static async Task<IResult> ReadAllAsync(
        [FromQuery] string? after,
        [FromHeader(Name = LastEventId)] string? lastEventId,
        HttpContext context,
        FeedPages pages,
        FeedWatch watch,
        IHostApplicationLifetime lifetime,
        [FromQuery] int limit = PageAnswer.UsualLimit,
        [FromQuery] int wait = 0)
    {
        if (FindDefect(limit, wait) is { } defect)
            return defect;
        var isStream = FeedStream.IsAskedFor(context.Request);
        var named = isStream ? lastEventId ?? after : after;
        var cursor = FeedCursor.Find(named);
        if (named is not null && cursor is null)
            return Problems.BadPage.With("The feed of all sales goes on after a cursor, as `next` and the ids of events tell it.");
        var page = await pages.OfAllAsync(cursor, limit);
        if (page.From.Range > page.Bounds.Last)
            return Problems.BadPage.With("The cursor is ahead of this feed: it is of another one, or the database was put back to an earlier day.");
        if (page.Bounds.IsPruned(page.From))
            return Problems.EventsPruned.With($"All that follows after={page.Bounds.Pruned} is kept.");

        var at = page.From;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var reader = new FeedReader<FeedPage>(watch, epoch: null, () => pages.OfAllAsync(at, limit), found => found.Events.Count > 0, page);
        if (isStream)
        {
            await FeedStream.WriteAsync(context, async stop =>
            {
                var read = await reader.NextAsync(FeedStream.Silence, stop);
                if (read.Bounds.IsPruned(read.From))
                    return null;
                at = read.Events.Count == 0 ? at : read.Events[^1].Cursor;
                return read.Events;
            }, told => told.Id!, end.Token);
            return Results.Empty;
        }

        page = await NextAsync(reader, wait, page, end.Token);
        return TypedResults.Ok(new FeedView(page.Events, (page.Events.Count == 0 ? at : page.Events[^1].Cursor).ToString()));
    }

    // When the front stops, those who wait are told what there is.
    private static async Task<TPage> NextAsync<TPage>(FeedReader<TPage> reader, int seconds, TPage page, CancellationToken end)
        where TPage : class
    {
        try
        {
            return await reader.NextAsync(TimeSpan.FromSeconds(seconds), end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return page;
        }
    }

    private static Problem? FindDefect(int limit, int wait) => PageAnswer.FindDefect(limit)
        ?? (wait is < 0 or > MostWaitSeconds ? Problems.BadPage.With($"The wait must be from 0 to {MostWaitSeconds} seconds.") : null);
}
