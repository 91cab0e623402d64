namespace FlashFlow.Console.Fronts.Orders;

/// <summary>Which orders of a product are looked for: all, or those of a shopper, or of a payment.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">The sale; null: the current one.</param>
/// <param name="Shopper">The shopper.</param>
/// <param name="PaymentRef">The payment.</param>
public sealed record OrderSearch(string ProductId, long? Epoch = null, string? Shopper = null, string? PaymentRef = null);
