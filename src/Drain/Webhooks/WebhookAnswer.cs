namespace FlashFlow.Drain.Webhooks;

/// <summary>What an endpoint made of a message.</summary>
/// <param name="Failure">Why it was not taken; null: it was.</param>
/// <param name="IsGone">The endpoint wants no more messages, ever.</param>
/// <param name="RetryAfter">When it asks to be tried again; null where it does not say.</param>
internal readonly record struct WebhookAnswer(string? Failure, bool IsGone = false, TimeSpan? RetryAfter = null);
