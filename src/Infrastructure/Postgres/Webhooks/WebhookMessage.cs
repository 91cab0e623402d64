namespace FlashFlow.Infrastructure.Postgres.Webhooks;

/// <summary>A message to an endpoint. It is sent with the same id and the same bytes until it is taken.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Body">Its body.</param>
/// <param name="LastSeq">The last transition that it tells of.</param>
public sealed record WebhookMessage(string Id, byte[] Body, int LastSeq);
