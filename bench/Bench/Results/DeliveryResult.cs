namespace FlashFlow.Bench.Results;

/// <summary>Orders that were published at a constant rate, and told to a webhook.</summary>
/// <param name="PerSecond">At which rate.</param>
/// <param name="Orders">How many count: the first seconds do not.</param>
/// <param name="Messages">Messages in which all were told.</param>
/// <param name="P50">From publishing an order to its receipt by the webhook, in milliseconds: half of them.</param>
/// <param name="P99">99 of 100.</param>
/// <param name="Max">All.</param>
public sealed record DeliveryResult(int PerSecond, int Orders, int Messages, double P50, double P99, double Max);
