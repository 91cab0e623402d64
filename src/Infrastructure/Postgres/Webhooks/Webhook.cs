namespace FlashFlow.Infrastructure.Postgres.Webhooks;

/// <summary>An endpoint to which events are sent.</summary>
/// <param name="Name">Its name, within <see cref="Core.Identifiers.IsProductId"/>.</param>
/// <param name="Url">Its address.</param>
/// <param name="Events">The types of events that it wants; none: all.</param>
/// <param name="State"><c>active</c>, <c>paused</c> by an operator, or <c>ended</c> by its own answer 410.</param>
/// <param name="Reason">Why it ended; null for any other.</param>
/// <param name="Secrets">How many secrets its messages are signed with.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Lanes">How far it has been told.</param>
public sealed record Webhook(
    string Name, string Url, IReadOnlyList<string> Events, string State, string? Reason, int Secrets, DateTimeOffset CreatedAt, WebhookProgress Lanes);
