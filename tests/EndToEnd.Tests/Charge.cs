namespace FlashFlow.EndToEnd.Tests;

/// <summary>What became of a payment that was authorised.</summary>
/// <param name="PaymentRef">The payment.</param>
/// <param name="OrderId">The order that it was for.</param>
/// <param name="IsCaptured">The money was taken; otherwise the authorisation was cancelled.</param>
internal sealed record Charge(string PaymentRef, Guid OrderId, bool IsCaptured);
