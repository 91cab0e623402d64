using System.Text.Json;
using FlashFlow.Chaos.Shopping;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shop;

namespace FlashFlow.Chaos.Watchers;

/// <summary>
/// A shop's endpoint that keeps a table of orders from webhooks alone, and is as bad as an endpoint can be: it answers 500, not at all, or takes
/// a message and dies before it has said so.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private const string Name = "chaos";
    private const double Fails = 0.1;

    private readonly WebApplication app;
    private readonly string secret = WebhookSecret.New();
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> bodies = [];
    private readonly Random random;
    private readonly FeedConsumer consumer = new(new());
    private volatile bool isBad = true;
    private string? defect;

    private WebhookReceiver(WebApplication app, int seed) => (this.app, random) = (app, new(seed));

    /// <summary>Messages that came, and those of them that it failed.</summary>
    public (int All, int Failed) Messages { get; private set; }

    public static async Task<WebhookReceiver> StartAsync(int seed)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build(), seed);
        receiver.app.MapPost("/", receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Has the engine send to it what happens from now on.</summary>
    public Task RegisterAsync(Operators operators, CancellationToken cancellation) => operators.InsistAsync(
        HttpMethod.Put, $"/webhooks/{Name}", $$"""{"url":"{{app.Urls.Single()}}/","secrets":["{{secret}}"]}""", key: null, cancellation);

    /// <summary>Its table, and what was wrong with a message.</summary>
    public ReaderMatch Look()
    {
        lock (gate)
            return new("webhooks", defect, consumer.Orders.ToDictionary());
    }

    /// <summary>Takes what comes from now on.</summary>
    public void BeGood() => isBad = false;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read);
        var (draw, kind) = Draw();
        if (draw && kind == 0)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        if (draw && kind == 1)
            await Task.Delay(TimeSpan.FromSeconds(3), context.RequestAborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (!Take(context.Request.Headers, read.ToArray()))
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        if (draw)
            context.Abort();
    }

    private (bool Fails, int Kind) Draw()
    {
        lock (gate)
        {
            var fails = isBad && random.NextDouble() < Fails;
            Messages = (Messages.All + 1, Messages.Failed + (fails ? 1 : 0));
            return (fails, random.Next(3));
        }
    }

    private bool Take(IHeaderDictionary headers, byte[] body)
    {
        var (id, timestamp) = ($"{headers["webhook-id"]}", $"{headers["webhook-timestamp"]}");
        lock (gate)
        {
            if (!long.TryParse(timestamp, out var seconds) || WebhookSecret.Sign([secret], id, seconds, body) != $"{headers["webhook-signature"]}")
                return Wrong($"message {id} is not signed as agreed");
            var text = System.Text.Encoding.UTF8.GetString(body);
            if (!bodies.TryAdd(id, text) && bodies[id] != text)
                return Wrong($"message {id} came again with other bytes");
            try
            {
                foreach (var told in JsonSerializer.Deserialize<Message>(body, JsonSerializerOptions.Web)!.Data.Events)
                    consumer.Take(told);
                return true;
            }
            catch (InvalidDataException missing)
            {
                return Wrong(missing.Message);
            }
        }
    }

    private bool Wrong(string what)
    {
        defect ??= what;
        return false;
    }

    private sealed record Message(Content Data);

    private sealed record Content(FeedConsumer.Event[] Events);
}
