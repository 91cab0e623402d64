using System.Text.Json;
using FlashFlow.Core.Live;
using FlashFlow.WebFront.Doors;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Products;

/// <summary>Streams a product's stock as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
/// <remarks>Each event tells the whole present state, so a watcher who reconnects goes on from the first event it gets.</remarks>
internal static class LiveEndpoint
{
    public static void MapLive(this IEndpointRouteBuilder app) =>
        app.MapGet("/products/{productId}/live", StreamAsync)
            .WithTags("Products")
            .WithSummary("Streams what remains of a product: an event per change, at most ten a second.")
            .Produces<LiveView>(contentType: "text/event-stream")
            .ProducesProblem(404).ProducesProblem(429).ProducesProblem(503)
            .LimitByAddress();

    private static async Task<IResult> StreamAsync(
        string productId, HttpContext context, SaleReader reader, LiveFeed feed, IStockFollower follower, IHostApplicationLifetime lifetime)
    {
        if (!Identifiers.IsProductId(productId) || await reader.FindAsync(productId) is not { } sale)
            return await reader.WhyMissingAsync(productId);

        follower.Follow(productId);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await foreach (var view in feed.FollowAsync(sale, end.Token))
            {
                await context.Response.WriteAsync(Text(view), end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The watcher has left, or the front stops; the watcher's browser connects to another.
        }

        return Results.Empty;
    }

    private static string Text(LiveView? view) =>
        view is null ? ": still here\n\n" : $"data: {JsonSerializer.Serialize(view, FrontJson.Default.LiveView)}\n\n";
}
