using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.Drain.Webhooks;

/// <summary>The body of a message. Members may be added, never renamed.</summary>
/// <param name="Type"><c>sale.events</c>.</param>
/// <param name="Timestamp">When it was made.</param>
/// <param name="Data">What it tells.</param>
public sealed record WebhookPayload(string Type, DateTimeOffset Timestamp, WebhookData Data)
{
    /// <summary>Most events in a message.</summary>
    public const int MostEvents = 100;

    /// <summary>The type of every message but a test.</summary>
    public const string SaleEvents = "sale.events";

    /// <summary>A message of a part of a sale.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="events">What of it is wanted, at least one.</param>
    /// <param name="last">The last transition of the part.</param>
    /// <param name="now">The moment.</param>
    internal static WebhookMessage Write(WebhookLane lane, IReadOnlyList<FeedEvent> events, int last, DateTimeOffset now)
    {
        var payload = new WebhookPayload(SaleEvents, now, new(lane.Webhook, events[0].ProductId, lane.Epoch, lane.ToldTo + 1, last, events));
        return new($"msg_{Guid.NewGuid():N}", JsonSerializer.SerializeToUtf8Bytes(payload, WebhookJson.Default.WebhookPayload), last);
    }
}

/// <summary>A part of a sale as an endpoint is told of it.</summary>
/// <param name="Webhook">The endpoint's name.</param>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="First">The first transition of the part: one more than the last of the message before, or something is missing.</param>
/// <param name="Last">The last transition of the part.</param>
/// <param name="Events">Those of them that the endpoint wants, at least one and at most <see cref="WebhookPayload.MostEvents"/>.</param>
public sealed record WebhookData(string Webhook, string ProductId, long Epoch, long First, long Last, IReadOnlyList<FeedEvent> Events);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WebhookPayload))]
internal sealed partial class WebhookJson : JsonSerializerContext;
