using System.Text.Json.Serialization;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.WebFront.Webhooks;

/// <summary>A webhook as operators and viewers see it. Members may be added, never renamed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where messages are sent to.</param>
/// <param name="Events">The types of events that are wanted; none: all.</param>
/// <param name="State"><c>active</c>, <c>paused</c>, or <c>ended</c>: it has answered 410.</param>
/// <param name="Reason">Why it has ended; null for any other.</param>
/// <param name="Secrets">How many secrets messages are signed with.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Behind">Transitions that it was not told of yet.</param>
/// <param name="Since">When the first of these happened; null where there is none.</param>
/// <param name="Failing">Sales of which a message was refused and is tried again.</param>
/// <param name="Stopped">Sales of which a message was refused for so long that it is not tried any more.</param>
/// <param name="Failure">What the last refusal was; null where none is.</param>
/// <param name="NextTry">When a refused message is tried next; null where none is.</param>
public sealed record EndpointView(
    string Name,
    string Url,
    IReadOnlyList<string> Events,
    string State,
    string? Reason,
    int Secrets,
    DateTimeOffset CreatedAt,
    long Behind,
    DateTimeOffset? Since,
    int Failing,
    int Stopped,
    string? Failure,
    DateTimeOffset? NextTry)
{
    /// <summary>The secret that was made for a new one: it is told once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>What is to be seen of a webhook.</summary>
    public static EndpointView Of(Webhook webhook) => new(
        webhook.Name, webhook.Url, webhook.Events, webhook.State, webhook.Reason, webhook.Secrets, webhook.CreatedAt,
        webhook.Lanes.Behind, webhook.Lanes.Since, webhook.Lanes.Failing, webhook.Lanes.Stopped, webhook.Lanes.Failure, webhook.Lanes.NextTry);
}
