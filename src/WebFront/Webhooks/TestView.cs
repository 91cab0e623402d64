namespace FlashFlow.WebFront.Webhooks;

/// <summary>A message that is sent as a test.</summary>
/// <param name="MessageId">Its header <c>webhook-id</c>.</param>
public sealed record TestView(string MessageId);
