using System.Text;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Products;

/// <summary>Streams a product's stock as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
/// <remarks>Each event tells the whole present state, so a watcher who reconnects goes on from the first event it gets.</remarks>
internal static class LiveEndpoint
{
    // Milliseconds after which a watcher comes back whose front stops.
    private const int ComesBackFirst = 500;
    private const int ComesBackLast = 5_000;

    public static void MapLive(this IEndpointRouteBuilder app) =>
        app.MapGet("/products/{productId}/live", StreamAsync)
            .WithTags("Products")
            .WithSummary("Streams what remains of a product: an event per change, at most ten a second.")
            .Produces<LiveView>(contentType: "text/event-stream")
            .Refuses(Problems.UnknownProduct, Problems.Suspended, Problems.Unavailable)
            .LimitByAddress();

    private static async Task<IResult> StreamAsync(
        string productId, HttpContext context, LiveFeed feed, Leaving leaving)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        var (watch, look) = await feed.WatchAsync(productId);
        if (watch is null)
            return SaleReader.WhyMissing(look);

        using var watching = watch;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";

        // nginx, and those that do as it does, would gather events until a buffer is full.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var leave = leaving.EndLater(end);
        try
        {
            await foreach (var text in watch.ReadAsync(end.Token))
                await context.Response.BodyWriter.WriteAsync(text, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The watcher has left, or the front stops; the watcher's browser connects to another, not at the same moment as all others.
            if (!context.RequestAborted.IsCancellationRequested)
                await context.Response.BodyWriter.WriteAsync(Encoding.ASCII.GetBytes($"retry: {Random.Shared.Next(ComesBackFirst, ComesBackLast)}\n\n"), context.RequestAborted);
        }

        return Results.Empty;
    }
}
