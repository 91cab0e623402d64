using System.Text.Json.Serialization;

namespace FlashFlow.WebFront.Payments;

/// <summary>What a webhook's event led to; Stripe's dashboard shows it beside the event.</summary>
/// <param name="Result"><c>ignored</c>, <c>confirmed</c>, <c>returned</c> or <c>refused</c>.</param>
public sealed record WebhookView(string Result)
{
    /// <summary>It is not about a payment of an order.</summary>
    public static readonly WebhookView Ignored = new("ignored");

    /// <summary>The order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? OrderId { get; init; }

    /// <summary>Why the payment has not confirmed the order: the code that a confirm would be answered with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>What the shop must do itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ToDo { get; init; }
}
