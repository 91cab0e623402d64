namespace FlashFlow.Infrastructure.Postgres.Webhooks;

/// <summary>How far an endpoint has been told.</summary>
/// <param name="Behind">Transitions, of all sales, that it was not told of yet.</param>
/// <param name="Since">When the first of these happened; null where there is none.</param>
/// <param name="Failing">Sales of which a message was refused and is tried again.</param>
/// <param name="Stopped">Sales of which a message was refused for so long that it is not tried any more.</param>
/// <param name="Failure">What the last refusal was; null where none is.</param>
/// <param name="NextTry">When a refused message is tried next; null where none is.</param>
public sealed record WebhookProgress(long Behind, DateTimeOffset? Since, int Failing, int Stopped, string? Failure, DateTimeOffset? NextTry);
