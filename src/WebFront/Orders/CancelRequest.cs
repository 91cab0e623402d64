namespace FlashFlow.WebFront.Orders;

/// <summary>The body of a cancel.</summary>
/// <param name="Quantity">Units, at least 1; absent for all that are left.</param>
public sealed record CancelRequest(int? Quantity = null);
