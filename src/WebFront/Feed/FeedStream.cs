using System.Net.Mime;
using System.Text;
using System.Text.Json;
using FlashFlow.Infrastructure.Postgres.Feed;
using Microsoft.Net.Http.Headers;

namespace FlashFlow.WebFront.Feed;

/// <summary>Events as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): each has the id after which to go on.</summary>
internal static class FeedStream
{
    /// <summary>A comment comes after so long without an event, so that a reader can tell a quiet stream from a dead one.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    /// <summary>Whether the caller asks for a stream.</summary>
    public static bool IsAskedFor(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(MediaTypeNames.Text.EventStream, StringComparison.OrdinalIgnoreCase));

    /// <summary>Streams until the caller leaves or the front stops.</summary>
    /// <param name="context">The call.</param>
    /// <param name="next">Reads the next events, or none after a silence; null ends the stream.</param>
    /// <param name="idOf">The id of an event.</param>
    /// <param name="end">Ends it.</param>
    public static async Task WriteAsync(
        HttpContext context, Func<CancellationToken, Task<IReadOnlyList<FeedEvent>?>> next, Func<FeedEvent, string> idOf, CancellationToken end)
    {
        context.Response.ContentType = MediaTypeNames.Text.EventStream;
        context.Response.Headers.CacheControl = "no-cache, no-store";

        // nginx, and those that do as it does, would gather events until a buffer is full.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await context.Response.BodyWriter.WriteAsync(Comment, end);
            while (await next(end) is { } events)
                await context.Response.BodyWriter.WriteAsync(events.Count == 0 ? Comment : TextOf(events, idOf), end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader has left, or the front stops; the reader goes on elsewhere after the last id.
        }
        catch (SaleStoreUnavailableException)
        {
            // The answer has begun: it ends here, and the reader comes back after the last id.
        }
    }

    private static byte[] TextOf(IReadOnlyList<FeedEvent> events, Func<FeedEvent, string> idOf)
    {
        using var text = new MemoryStream();
        foreach (var told in events)
        {
            text.Write("id: "u8);
            text.Write(Encoding.ASCII.GetBytes(idOf(told)));
            text.Write("\ndata: "u8);
            JsonSerializer.Serialize(text, told, FrontJson.Default.FeedEvent);
            text.Write("\n\n"u8);
        }

        return text.ToArray();
    }
}
