namespace FlashFlow.WebFront.Payments;

/// <summary>The payment provider did not give a payment back, or did not say so.</summary>
public sealed class PaymentReturnException(string message, Exception? inner = null) : Exception(message, inner);
