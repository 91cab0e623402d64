namespace FlashFlow.WebFront.Demo;

/// <summary>What the demo's payment provider answers.</summary>
/// <param name="PaymentRef">The payment.</param>
/// <param name="Status"><c>authorised</c> or <c>declined</c>.</param>
public sealed record DemoPaymentView(string PaymentRef, string Status);
