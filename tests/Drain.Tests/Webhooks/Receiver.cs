using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Drain.Tests.Webhooks;

/// <summary>A shop's endpoint, on a port of its own.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>What was posted, in its order.</summary>
    public ConcurrentQueue<Post> Posts { get; } = new();

    /// <summary>What it answers; it takes everything unless it is told otherwise.</summary>
    public Func<HttpContext, Post, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Url => $"{app.Urls.Single()}/hook";

    /// <summary>The messages with events, of which each was taken, once each.</summary>
    public IEnumerable<Post> Messages => Posts.Where(post => post.Type == "sale.events");

    public static async Task<Receiver> StartAsync(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder([$"--urls={url}"]);
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build());
        receiver.app.MapPost("/hook", receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var post = new Post(
            $"{context.Request.Headers["webhook-id"]}", long.Parse($"{context.Request.Headers["webhook-timestamp"]}", System.Globalization.CultureInfo.InvariantCulture),
            $"{context.Request.Headers["webhook-signature"]}", Encoding.UTF8.GetString(body.ToArray()));
        Posts.Enqueue(post);
        await Answer(context, post);
    }
}

/// <summary>A message as it was posted.</summary>
internal sealed record Post(string Id, long Timestamp, string Signature, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Type => Json.GetProperty("type").GetString()!;

    public JsonElement Data => Json.GetProperty("data");

    public long Epoch => Data.GetProperty("epoch").GetInt64();

    public long First => Data.GetProperty("first").GetInt64();

    public long Last => Data.GetProperty("last").GetInt64();

    public IReadOnlyList<JsonElement> Events => [.. Data.GetProperty("events").EnumerateArray()];

    public IEnumerable<long> Seqs => Events.Select(told => told.GetProperty("seq").GetInt64());
}
