namespace FlashFlow.WebFront.Webhooks;

/// <summary>The body of a message that is sent as a test.</summary>
/// <param name="Type"><c>webhook.test</c>.</param>
/// <param name="Timestamp">When it was asked for.</param>
/// <param name="Data">Which webhook.</param>
internal sealed record WebhookTest(string Type, DateTimeOffset Timestamp, WebhookTestData Data);

/// <summary>What a test tells.</summary>
/// <param name="Webhook">The webhook's name.</param>
internal sealed record WebhookTestData(string Webhook);
