namespace FlashFlow.WebFront.Demo;

/// <summary>How the demo's shop is to be paid.</summary>
/// <param name="Behaviour">What the provider does, as in <see cref="DemoPaymentRequest"/>.</param>
/// <param name="DelayMs">How late <c>late</c> is, up to 30,000 ms.</param>
public sealed record DemoShopPayment(string Behaviour, int DelayMs = DemoPaymentRequest.UsualDelayMs);
