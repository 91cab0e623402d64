namespace FlashFlow.Operator.Demo.Holds;

/// <summary>The body by which the demo's provider is asked to authorise a payment.</summary>
internal sealed record PaymentBody(Guid OrderId, long Amount, string Currency, string Behaviour);
