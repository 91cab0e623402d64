namespace FlashFlow.WebFront.Orders;

/// <summary>A buy and its answer.</summary>
public readonly record struct Purchase(Guid OrderId, OrderResult Result);
