namespace FlashFlow.Operator.Demo.Holds;

/// <summary>The body of a confirm.</summary>
internal sealed record ConfirmBody(string PaymentRef, long Amount, string Currency);
