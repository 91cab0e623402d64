namespace FlashFlow.Infrastructure.Postgres.Webhooks;

/// <summary>One sale as one endpoint is told of it, taken on by this process for a while.</summary>
/// <param name="Webhook">The endpoint.</param>
/// <param name="Url">Its address.</param>
/// <param name="Secrets">What its messages are signed with, the newest first.</param>
/// <param name="Events">The types of events that it wants; none: all.</param>
/// <param name="Epoch">The sale; 0: a test.</param>
/// <param name="Fence">Names this taking on: who takes the lane on later has another.</param>
public sealed record WebhookLane(string Webhook, Uri Url, string[] Secrets, string[] Events, int Epoch, long Fence)
{
    /// <summary>The last transition that the endpoint was told of, or does not want.</summary>
    public int DeliveredTo { get; init; }

    /// <summary>The last transition up to which a message has told, so that the next begins right after.</summary>
    public int ToldTo { get; init; }

    /// <summary>The message that is being sent; null: there is none.</summary>
    public WebhookMessage? Message { get; init; }

    /// <summary>How often it was refused.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was sent for the first time; null before.</summary>
    public DateTimeOffset? FirstTry { get; init; }
}
